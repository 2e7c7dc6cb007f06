import Files
import Imaging
import Models
import Tensors

/// What can go wrong between what a person names and what a network reads. Each description is one
/// line: where, what was expected, what was found, what to do.
public enum InputsError: Error, Equatable {
  /// An input of a network that no picture can be fed to.
  case notAPicture(file: String, found: String)
  /// A baseline that is none.
  case badBaseline(text: String, expected: String)
  /// A picture that is a baseline and cannot be read.
  case baselinePicture(path: String, ImagingError)

  /// A folder of pictures that cannot be read.
  case unreadableDataset(path: String, FileError)
  /// A folder without pictures.
  case emptyDataset(path: String)

  /// A file of an array that cannot be read.
  case unreadableArray(path: String, FileError)
  /// A file that is no array.
  case badArray(path: String, NumPyError)
  /// An array that is no rows of whole numbers.
  case badRows(path: String, found: String)

  /// What the error is about, for an exit status.
  public var kind: ModelsError.Kind {
    switch self {
    case .notAPicture, .badArray, .badRows: .badData
    case .unreadableArray, .unreadableDataset, .emptyDataset: .noInput
    case .badBaseline: .usage
    case .baselinePicture(_, let error): error.isMissingFile ? .noInput : .badData
    }
  }
}

extension InputsError: CustomStringConvertible {
  /// One line: where, expected, found, what to do next.
  public var description: String {
    switch self {
    case .notAPicture(let file, let found):
      "\(file): its input is not a picture, \"igtool run\" takes any array: expected one input of "
        + "3 channels or 1, channels first or last, found \(found)"
    case .unreadableArray(let path, let error): "\(path): \(error)"
    case .badArray(let path, let error): "\(path): \(error)"
    case .badRows(let path, let found):
      "\(path): expected rows of whole numbers, found \(found)"
    case .badBaseline(let text, let expected):
      "baseline \"\(text)\": expected \(expected)"
    case .baselinePicture(let path, let error):
      "baseline \(path): \(error)"
        + (error.isMissingFile ? "; baselines are \(Baseline.picturesText)" : "")
    case .unreadableDataset(let path, let error):
      "baseline \(path): expected a folder of pictures that can be read: \(error)"
    case .emptyDataset(let path):
      "baseline \(path): no pictures in this folder, or in those in it (.jpg, .jpeg, .png)"
    }
  }
}
