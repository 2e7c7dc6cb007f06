import Imaging
import Testing

/// A part of the 23×17 drawing at another size; samples and values in Base64.
struct ResamplingGolden: Sendable, CustomTestStringConvertible {
  let width: Int
  let height: Int
  let filter: ResamplingFilter
  let box: Rectangle
  let samples: String
  let values: String

  var testDescription: String { "\(width)×\(height) \(filter)" }

  /// The values as numbers.
  var floats: [Float] {
    let bytes = bytes(base64: values)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
    }
  }
}
