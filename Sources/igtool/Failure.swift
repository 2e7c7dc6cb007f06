import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models

/// What the program's exit status tells a script.
enum ExitStatus: Int32, CaseIterable {
  /// Some images of several failed; the others are complete.
  case someFailed = 1
  /// Done, but a quality gate was not met.
  case gateFailed = 3
  /// The command line makes no sense.
  case usage = 64
  /// A picture, network or array cannot be understood.
  case badData = 65
  /// An input is not there.
  case noInput = 66
  /// A model is not to be had.
  case modelUnavailable = 69
  /// A bug.
  case internalError = 70
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed, as on a full disk.
  case inputOutput = 74
}

extension ExitStatus {
  /// One sentence for manuals.
  var meaning: String {
    switch self {
    case .someFailed:
      "Some of several inputs failed; each is named, the others are complete. Of doctor: something keeps "
        + "the program from working."
    case .gateFailed:
      "Done, but what was asked to hold does not: --require-gap of explain, any measure of check."
    case .usage: "The command line makes no sense."
    case .badData: "A picture, table, text, network or array cannot be understood."
    case .noInput: "An input is not there."
    case .modelUnavailable: "A network is not to be had."
    case .internalError: "A fault of the program."
    case .cannotCreate: "An output cannot be created."
    case .inputOutput: "Reading or writing failed, as on a full disk."
    }
  }
}

/// The end of a command: a status and one line for people.
struct Failure: Error {
  let status: ExitStatus
  /// Nil where everything has been said already.
  let message: String?

  init(_ status: ExitStatus, _ message: String?) {
    self.status = status
    self.message = message
  }

  /// Turns any error of the rooms into a failure.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as RequestError:
      self.init(error.isMissingFile ? .noInput : .usage, error.description)
    case let error as ExplainingError:
      self.init(error.isAboutRequest ? .usage : .badData, error.description)
    case let error as StoredExplanationError:
      self.init(error.isMissingFile ? .noInput : .badData, error.description)
    case let error as TruthError:
      self.init(
        error.isMissingFile ? .noInput : error.isAboutRequest ? .usage : .badData,
        error.description)
    case let error as InputsError: self.init(ExitStatus(error.kind), error.description)
    case let error as TableError: self.init(ExitStatus(error.kind), error.description)
    case let error as TextError: self.init(ExitStatus(error.kind), error.description)
    case let error as UnreadablePicture:
      self.init(error.reason.isMissingFile ? .noInput : .badData, error.description)
    case let error as ImagingError: self.init(.badData, error.description)
    case let error as ModelsError: self.init(ExitStatus(error.kind), error.description)
    case let error as ClassificationError:
      self.init(ExitStatus(error.kind), error.description)
    default: self.init(.internalError, "\(error) (this is a bug in igtool)")
    }
  }
}

extension ExitStatus {
  /// The status for an error between the name of a model and the meaning of its output.
  init(_ kind: ModelsError.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .badData: .badData
      case .noInput: .noInput
      case .unavailable: .modelUnavailable
      case .cannotCreate: .cannotCreate
      case .inputOutput: .inputOutput
      }
  }
}
