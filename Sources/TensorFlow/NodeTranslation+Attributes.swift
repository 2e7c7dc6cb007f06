import ONNX

extension NodeTranslation {
  /// Returns an integer setting.
  func integer(_ setting: String, default value: Int) throws(TensorFlowError) -> Int {
    switch node.attr[setting]?.value {
    case nil: return value
    case .i(let integer): return Int(integer)
    default: throw failure("expected setting \(setting) to be an integer")
    }
  }

  /// Returns a floating-point setting.
  func float(_ setting: String, default value: Float) throws(TensorFlowError) -> Float {
    switch node.attr[setting]?.value {
    case nil: return value
    case .f(let number): return number
    default: throw failure("expected setting \(setting) to be a number")
    }
  }

  /// Returns a setting that is true or false.
  func flag(_ setting: String, default value: Bool = false) throws(TensorFlowError) -> Bool {
    switch node.attr[setting]?.value {
    case nil: return value
    case .b(let flag): return flag
    default: throw failure("expected setting \(setting) to be true or false")
    }
  }

  /// Returns a setting that is text.
  func text(_ setting: String, default value: String) throws(TensorFlowError) -> String {
    switch node.attr[setting]?.value {
    case nil: return value
    case .s(let bytes): return String(decoding: bytes, as: UTF8.self)
    default: throw failure("expected setting \(setting) to be text")
    }
  }

  /// Returns a setting that is a list of integers; empty if it is not given.
  func integers(_ setting: String) throws(TensorFlowError) -> [Int] {
    switch node.attr[setting]?.value {
    case nil: return []
    case .list(let list): return list.i.map(Int.init)
    default: throw failure("expected setting \(setting) to be a list of integers")
    }
  }

  /// Returns the type that a setting names.
  func type(_ setting: String) throws(TensorFlowError) -> ElementType {
    guard case .type(let number) = node.attr[setting]?.value,
      let type = ElementType(tensorFlow: number)
    else { throw failure("expected setting \(setting) to be a type of numbers or booleans") }
    return type
  }
}

extension ONNXAttribute {
  /// Makes an integer setting.
  static func integer(_ name: String, _ value: Int) -> ONNXAttribute {
    .with {
      $0.name = name
      $0.i = Int64(value)
      $0.type = 2
    }
  }

  /// Makes a setting that is a list of integers.
  static func integers(_ name: String, _ values: [Int]) -> ONNXAttribute {
    .with {
      $0.name = name
      $0.ints = values.map(Int64.init)
      $0.type = 7
    }
  }

  /// Makes a floating-point setting.
  static func float(_ name: String, _ value: Float) -> ONNXAttribute {
    .with {
      $0.name = name
      $0.f = value
      $0.type = 1
    }
  }

  /// Makes a setting that is text.
  static func text(_ name: String, _ value: String) -> ONNXAttribute {
    .with {
      $0.name = name
      $0.s.append(contentsOf: value.utf8)
      $0.type = 3
    }
  }

  /// Makes a setting that is an array.
  static func array(_ name: String, _ value: ConstantArray) -> ONNXAttribute {
    .with {
      $0.name = name
      $0.t.dims = value.extents.map(Int64.init)
      $0.t.dataType = value.type.onnx
      $0.t.rawData = value.bytes
      $0.type = 4
    }
  }
}
