/// Types of the numbers of an array in an ONNX file; the raw values are those of the format.
///
/// Whatever the type, numbers are computed in single precision: integers and booleans are carried as
/// floats, floating-point numbers of other widths are rounded to floats.
public enum ElementType: Int32, Hashable, Sendable {
  /// 32-bit floating point.
  case float = 1
  /// Unsigned 8-bit integers.
  case uint8 = 2
  /// 8-bit integers.
  case int8 = 3
  /// Unsigned 16-bit integers.
  case uint16 = 4
  /// 16-bit integers.
  case int16 = 5
  /// 32-bit integers.
  case int32 = 6
  /// 64-bit integers.
  case int64 = 7
  /// Text.
  case text = 8
  /// True or false.
  case boolean = 9
  /// 16-bit floating point (IEEE 754).
  case float16 = 10
  /// 64-bit floating point.
  case double = 11
  /// Unsigned 32-bit integers.
  case uint32 = 12
  /// Unsigned 64-bit integers.
  case uint64 = 13
  /// The upper half of a 32-bit floating-point number.
  case bfloat16 = 16

  /// Whether numbers of the type vary continuously, so that they can have gradients.
  public var isFloatingPoint: Bool {
    switch self {
    case .float, .float16, .double, .bfloat16: true
    default: false
    }
  }

  /// Whether numbers of the type are integers.
  public var isInteger: Bool { !isFloatingPoint && self != .boolean && self != .text }

  /// Name for messages, as NumPy has it.
  public var name: String {
    switch self {
    case .float: "float32"
    case .double: "float64"
    case .boolean: "bool"
    case .text: "text"
    default: "\(self)"
    }
  }

  /// Bytes of one number in `raw_data`; 0 for text.
  var size: Int {
    switch self {
    case .text: 0
    case .boolean, .uint8, .int8: 1
    case .float16, .bfloat16, .uint16, .int16: 2
    case .float, .int32, .uint32: 4
    case .int64, .uint64, .double: 8
    }
  }
}
