import Files
import Tensors

/// Arrays in files of NumPy's.
public enum ArrayFile {
  /// Most bytes that are read where nothing else is said, 2 GiB.
  public static let byteLimit = 2 << 30

  /// Whether a file is one by its name.
  public static func isArray(_ path: String) -> Bool { path.lowercased().hasSuffix(".npy") }

  /// Reads rows of whole numbers; an array of one axis is one row.
  ///
  /// - Throws: `InputsError.unreadableArray` for a file that cannot be read, `.badArray` where it is none,
  ///   `.badRows` for other numbers and more axes.
  public static func rows(
    of path: String, limits: ReadingLimits = ReadingLimits()
  ) throws(InputsError) -> [[Int32]] {
    let array = try read(path, limits: limits)
    let extents = array.tensor.shape.dimensions
    let numbers = array.tensor.values.map { Int32(exactly: $0) }
    guard (1...2).contains(extents.count), let width = extents.last, width > 0,
      numbers.allSatisfy({ $0 != nil })
    else {
      throw .badRows(
        path: path, found: "an array of \(array.type.rawValue) of shape \(array.tensor.shape)")
    }
    let whole = numbers.compactMap(\.self)
    return stride(from: 0, to: whole.count, by: width).map { Array(whole[$0..<$0 + width]) }
  }

  /// Reads an array.
  ///
  /// - Throws: `InputsError.unreadableArray` for a file that cannot be read, `.badArray` where it is none.
  public static func read(
    _ path: String, limits: ReadingLimits = ReadingLimits()
  ) throws(InputsError) -> NumPyArray {
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path, limit: limits.fileBytes ?? byteLimit) } catch {
      throw .unreadableArray(path: path, error)
    }
    do { return try NumPyFile.array(bytes) } catch { throw .badArray(path: path, error) }
  }
}
