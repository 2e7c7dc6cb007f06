// swift-format-ignore-file
// Made of graph.proto by Scripts/generate-schema; not to be edited.

import Foundation
import ProtocolBuffers

/// A whole file.
package struct TensorFlowGraph: Message {
  package var node: [TensorFlowNode] = []
  package var versions: TensorFlowVersions {
    get { storedVersions ?? TensorFlowVersions() }
    set { storedVersions = newValue }
  }
  package var hasVersions: Bool { storedVersions != nil }
  package mutating func clearVersions() { storedVersions = nil }
  private var storedVersions: TensorFlowVersions?

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.node)
    case 4: _ = try reader.read(key, into: &self.storedVersions)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, node)
    writer.write(4, storedVersions)
  }
}

/// Versions of the format.
package struct TensorFlowVersions: Message {
  /// Version of TensorFlow's format when the graph was written.
  package var producer: Int32 = 0

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.producer)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, producer)
  }
}

/// One operator. Inputs are "node" or "node:output"; "^node" only asks for an order.
package struct TensorFlowNode: Message {
  package var name: String = ""
  package var op: String = ""
  package var input: [String] = []
  package var attr: [String: TensorFlowAttribute] = [:]

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.name)
    case 2: _ = try reader.read(key, into: &self.op)
    case 3: _ = try reader.read(key, into: &self.input)
    case 5: _ = try reader.read(key, into: &self.attr)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, name)
    writer.write(2, op)
    writer.write(3, input)
    writer.write(5, attr)
  }
}

/// A setting of a node.
package struct TensorFlowAttribute: Message {
  /// Of these fields one is there, or none.
  package enum Value: Equatable, Sendable {
    case list(TensorFlowList)
    case s(Data)
    case i(Int64)
    case f(Float)
    case b(Bool)
    case type(Int32)
    case shape(TensorFlowShape)
    case tensor(TensorFlowTensor)
  }
  package var value: Value?
  package var list: TensorFlowList {
    get { if case .list(let held) = value { held } else { TensorFlowList() } }
    set { value = .list(newValue) }
  }
  package var s: Data {
    get { if case .s(let held) = value { held } else { Data() } }
    set { value = .s(newValue) }
  }
  package var i: Int64 {
    get { if case .i(let held) = value { held } else { 0 } }
    set { value = .i(newValue) }
  }
  package var f: Float {
    get { if case .f(let held) = value { held } else { 0 } }
    set { value = .f(newValue) }
  }
  package var b: Bool {
    get { if case .b(let held) = value { held } else { false } }
    set { value = .b(newValue) }
  }
  package var type: Int32 {
    get { if case .type(let held) = value { held } else { 0 } }
    set { value = .type(newValue) }
  }
  package var shape: TensorFlowShape {
    get { if case .shape(let held) = value { held } else { TensorFlowShape() } }
    set { value = .shape(newValue) }
  }
  package var tensor: TensorFlowTensor {
    get { if case .tensor(let held) = value { held } else { TensorFlowTensor() } }
    set { value = .tensor(newValue) }
  }

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1:
      var held = self.list
      if try reader.read(key, into: &held) { self.value = .list(held) }
    case 2:
      var held = self.s
      if try reader.read(key, into: &held) { self.value = .s(held) }
    case 3:
      var held = self.i
      if try reader.read(key, into: &held) { self.value = .i(held) }
    case 4:
      var held = self.f
      if try reader.read(key, into: &held) { self.value = .f(held) }
    case 5:
      var held = self.b
      if try reader.read(key, into: &held) { self.value = .b(held) }
    case 6:
      var held = self.type
      if try reader.read(key, into: &held) { self.value = .type(held) }
    case 7:
      var held = self.shape
      if try reader.read(key, into: &held) { self.value = .shape(held) }
    case 8:
      var held = self.tensor
      if try reader.read(key, into: &held) { self.value = .tensor(held) }
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    switch value {
    case .list(let held): writer.write(1, held)
    case .s(let held): writer.writeAlways(2, held)
    case .i(let held): writer.writeAlways(3, held)
    case .f(let held): writer.writeAlways(4, held)
    case .b(let held): writer.writeAlways(5, held)
    case .type(let held): writer.writeAlways(6, held)
    case .shape(let held): writer.write(7, held)
    case .tensor(let held): writer.write(8, held)
    case nil: break
    }
  }
}

/// A setting that is a list.
package struct TensorFlowList: Message {
  package var s: [Data] = []
  package var i: [Int64] = []
  package var f: [Float] = []
  package var shape: [TensorFlowShape] = []

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 2: _ = try reader.read(key, into: &self.s)
    case 3: _ = try reader.read(key, into: &self.i)
    case 4: _ = try reader.read(key, into: &self.f)
    case 7: _ = try reader.read(key, into: &self.shape)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(2, s)
    writer.write(3, i)
    writer.write(4, f)
    writer.write(7, shape)
  }
}

/// Extents, outermost first.
package struct TensorFlowShape: Message {
  package var dim: [TensorFlowExtent] = []
  package var unknownRank: Bool = false

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 2: _ = try reader.read(key, into: &self.dim)
    case 3: _ = try reader.read(key, into: &self.unknownRank)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(2, dim)
    writer.write(3, unknownRank)
  }
}

/// An extent; −1 is one that is not known in advance.
package struct TensorFlowExtent: Message {
  package var size: Int64 = 0

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.size)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, size)
  }
}

/// An array, in tensor_content (little-endian) or in the list that fits its type, whose last number
/// stands for all that are not listed. Types: 1 float, 2 double, 3 int32, 4 uint8, 5 int16, 6 int8,
/// 7 text, 9 int64, 10 boolean, 14 bfloat16, 17 uint16, 19 half, 22 uint32, 23 uint64.
package struct TensorFlowTensor: Message {
  package var dtype: Int32 = 0
  package var tensorShape: TensorFlowShape {
    get { storedTensorShape ?? TensorFlowShape() }
    set { storedTensorShape = newValue }
  }
  package var hasTensorShape: Bool { storedTensorShape != nil }
  package mutating func clearTensorShape() { storedTensorShape = nil }
  private var storedTensorShape: TensorFlowShape?
  package var tensorContent: Data = Data()
  package var floatVal: [Float] = []
  package var doubleVal: [Double] = []
  package var intVal: [Int32] = []
  package var int64Val: [Int64] = []
  package var boolVal: [Bool] = []
  /// Bits of half and of bfloat16.
  package var halfVal: [Int32] = []
  package var uint32Val: [UInt32] = []
  package var uint64Val: [UInt64] = []

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.dtype)
    case 2: _ = try reader.read(key, into: &self.storedTensorShape)
    case 4: _ = try reader.read(key, into: &self.tensorContent)
    case 5: _ = try reader.read(key, into: &self.floatVal)
    case 6: _ = try reader.read(key, into: &self.doubleVal)
    case 7: _ = try reader.read(key, into: &self.intVal)
    case 10: _ = try reader.read(key, into: &self.int64Val)
    case 11: _ = try reader.read(key, into: &self.boolVal)
    case 13: _ = try reader.read(key, into: &self.halfVal)
    case 16: _ = try reader.read(key, into: &self.uint32Val)
    case 17: _ = try reader.read(key, into: &self.uint64Val)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, dtype)
    writer.write(2, storedTensorShape)
    writer.write(4, tensorContent)
    writer.write(5, floatVal)
    writer.write(6, doubleVal)
    writer.write(7, intVal)
    writer.write(10, int64Val)
    writer.write(11, boolVal)
    writer.write(13, halfVal)
    writer.write(16, uint32Val)
    writer.write(17, uint64Val)
  }
}
