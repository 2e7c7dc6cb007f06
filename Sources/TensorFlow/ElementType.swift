/// What the numbers of an array become. TensorFlow's types are many, ours are three: floating-point
/// numbers of any precision become single precision, integers of any width 64 bits.
enum ElementType: Hashable {
  case float
  case integer
  case boolean

  /// The type that TensorFlow numbers `number`; nil for text, complex numbers and the like.
  init?(tensorFlow number: Int32) {
    // Types of variables are 100 more than those of their values.
    switch number > 100 ? number - 100 : number {
    case 1, 2, 14, 19: self = .float
    case 3, 4, 5, 6, 9, 17, 22, 23: self = .integer
    case 10: self = .boolean
    default: return nil
    }
  }

  /// ONNX's number of the type.
  var onnx: Int32 {
    switch self {
    case .float: 1
    case .integer: 7
    case .boolean: 9
    }
  }

  /// Bytes of a number.
  var width: Int {
    switch self {
    case .float: 4
    case .integer: 8
    case .boolean: 1
    }
  }
}
