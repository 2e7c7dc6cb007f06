/// Bytes that are no record of fields. Offsets count the bytes from the file's first.
package enum WireError: Error, Equatable, Sendable {
  /// A field that begins at an offset reaches beyond the end of what holds it.
  case truncated(offset: Int)
  /// What stands at an offset is nothing that the format knows.
  case malformed(offset: Int, detail: String)
}

extension WireError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let offset):
      "it ends too early: what begins at byte \(offset) is not all there"
    case .malformed(let offset, let detail):
      "byte \(offset): \(detail)"
    }
  }
}
