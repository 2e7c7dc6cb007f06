import Foundation
import Tensors

/// Arrays in files of NumPy's.
public enum ArrayFile {
  /// Reads an array.
  ///
  /// - Throws: `InputsError.missingArray` where there is no such file, `.badArray` where it is none.
  public static func read(_ path: String) throws(InputsError) -> NumPyArray {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .missingArray(path: path)
    }
    do {
      return try NumPyFile.array([UInt8](data))
    } catch {
      throw .badArray(path: path, error)
    }
  }
}
