// swift-format-ignore-file
// Made of onnx.proto by Scripts/generate-schema; not to be edited.

import Foundation
import ProtocolBuffers

/// A whole file.
package struct ONNXModel: Message {
  package var irVersion: Int64 = 0
  package var producerName: String = ""
  package var producerVersion: String = ""
  package var graph: ONNXGraph {
    get { storedGraph ?? ONNXGraph() }
    set { storedGraph = newValue }
  }
  package var hasGraph: Bool { storedGraph != nil }
  package mutating func clearGraph() { storedGraph = nil }
  private var storedGraph: ONNXGraph?
  package var opsetImport: [ONNXOperatorSet] = []
  package var metadataProps: [ONNXProperty] = []
  package var functions: [ONNXFunction] = []

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.irVersion)
    case 2: _ = try reader.read(key, into: &self.producerName)
    case 3: _ = try reader.read(key, into: &self.producerVersion)
    case 7: _ = try reader.read(key, into: &self.storedGraph)
    case 8: _ = try reader.read(key, into: &self.opsetImport)
    case 14: _ = try reader.read(key, into: &self.metadataProps)
    case 25: _ = try reader.read(key, into: &self.functions)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, irVersion)
    writer.write(2, producerName)
    writer.write(3, producerVersion)
    writer.write(7, storedGraph)
    writer.write(8, opsetImport)
    writer.write(14, metadataProps)
    writer.write(25, functions)
  }
}

/// Operators that stand for one node, which the file defines itself.
package struct ONNXFunction: Message {
  package var name: String = ""
  package var input: [String] = []
  package var output: [String] = []
  /// Names of settings without and with a default.
  package var attribute: [String] = []
  package var node: [ONNXNode] = []
  package var opsetImport: [ONNXOperatorSet] = []
  package var domain: String = ""
  package var attributeProto: [ONNXAttribute] = []

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.name)
    case 4: _ = try reader.read(key, into: &self.input)
    case 5: _ = try reader.read(key, into: &self.output)
    case 6: _ = try reader.read(key, into: &self.attribute)
    case 7: _ = try reader.read(key, into: &self.node)
    case 9: _ = try reader.read(key, into: &self.opsetImport)
    case 10: _ = try reader.read(key, into: &self.domain)
    case 11: _ = try reader.read(key, into: &self.attributeProto)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, name)
    writer.write(4, input)
    writer.write(5, output)
    writer.write(6, attribute)
    writer.write(7, node)
    writer.write(9, opsetImport)
    writer.write(10, domain)
    writer.write(11, attributeProto)
  }
}

/// Version of a set of operators; the standard set has an empty domain.
package struct ONNXOperatorSet: Message {
  package var domain: String = ""
  package var version: Int64 = 0

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.domain)
    case 2: _ = try reader.read(key, into: &self.version)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, domain)
    writer.write(2, version)
  }
}

/// Nodes, constants, and names of what goes in and comes out.
package struct ONNXGraph: Message {
  package var node: [ONNXNode] = []
  package var name: String = ""
  package var initializer: [ONNXTensor] = []
  package var input: [ONNXValueInfo] = []
  package var output: [ONNXValueInfo] = []
  package var sparseInitializer: [ONNXSparseTensor] = []

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.node)
    case 2: _ = try reader.read(key, into: &self.name)
    case 5: _ = try reader.read(key, into: &self.initializer)
    case 11: _ = try reader.read(key, into: &self.input)
    case 12: _ = try reader.read(key, into: &self.output)
    case 15: _ = try reader.read(key, into: &self.sparseInitializer)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, node)
    writer.write(2, name)
    writer.write(5, initializer)
    writer.write(11, input)
    writer.write(12, output)
    writer.write(15, sparseInitializer)
  }
}

/// One operator; an empty input name is an omitted optional input.
package struct ONNXNode: Message {
  package var input: [String] = []
  package var output: [String] = []
  package var name: String = ""
  package var opType: String = ""
  package var attribute: [ONNXAttribute] = []
  package var domain: String = ""

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.input)
    case 2: _ = try reader.read(key, into: &self.output)
    case 3: _ = try reader.read(key, into: &self.name)
    case 4: _ = try reader.read(key, into: &self.opType)
    case 5: _ = try reader.read(key, into: &self.attribute)
    case 7: _ = try reader.read(key, into: &self.domain)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, input)
    writer.write(2, output)
    writer.write(3, name)
    writer.write(4, opType)
    writer.write(5, attribute)
    writer.write(7, domain)
  }
}

/// A setting of a node. Which field holds it is told by `type`: 1 float, 2 integer, 3 bytes,
/// 4 tensor, 5 graph, 6 floats, 7 integers, 8 list of bytes. Within a function the name of one of
/// its settings may stand in for the value.
package struct ONNXAttribute: Message {
  package var name: String = ""
  package var f: Float = 0
  package var i: Int64 = 0
  package var s: Data = Data()
  package var t: ONNXTensor {
    get { storedT ?? ONNXTensor() }
    set { storedT = newValue }
  }
  package var hasT: Bool { storedT != nil }
  package mutating func clearT() { storedT = nil }
  private var storedT: ONNXTensor?
  package var floats: [Float] = []
  package var ints: [Int64] = []
  package var strings: [Data] = []
  package var type: Int32 = 0
  package var refAttrName: String = ""

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.name)
    case 2: _ = try reader.read(key, into: &self.f)
    case 3: _ = try reader.read(key, into: &self.i)
    case 4: _ = try reader.read(key, into: &self.s)
    case 5: _ = try reader.read(key, into: &self.storedT)
    case 7: _ = try reader.read(key, into: &self.floats)
    case 8: _ = try reader.read(key, into: &self.ints)
    case 9: _ = try reader.read(key, into: &self.strings)
    case 20: _ = try reader.read(key, into: &self.type)
    case 21: _ = try reader.read(key, into: &self.refAttrName)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, name)
    writer.write(2, f)
    writer.write(3, i)
    writer.write(4, s)
    writer.write(5, storedT)
    writer.write(7, floats, packed: false)
    writer.write(8, ints, packed: false)
    writer.write(9, strings)
    writer.write(20, type)
    writer.write(21, refAttrName)
  }
}

/// An array, in raw_data (little-endian) or in the field that fits its type. Types: 1 float,
/// 2 uint8, 3 int8, 4 uint16, 5 int16, 6 int32, 7 int64, 8 text, 9 bool, 10 float16, 11 double,
/// 12 uint32, 13 uint64, 16 bfloat16.
package struct ONNXTensor: Message {
  package var dims: [Int64] = []
  package var dataType: Int32 = 0
  package var floatData: [Float] = []
  package var int32Data: [Int32] = []
  package var stringData: [Data] = []
  package var int64Data: [Int64] = []
  package var name: String = ""
  package var rawData: Data = Data()
  package var doubleData: [Double] = []
  package var uint64Data: [UInt64] = []
  package var externalData: [ONNXProperty] = []
  /// 1 where the numbers are in another file.
  package var dataLocation: Int32 = 0

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.dims)
    case 2: _ = try reader.read(key, into: &self.dataType)
    case 4: _ = try reader.read(key, into: &self.floatData)
    case 5: _ = try reader.read(key, into: &self.int32Data)
    case 6: _ = try reader.read(key, into: &self.stringData)
    case 7: _ = try reader.read(key, into: &self.int64Data)
    case 8: _ = try reader.read(key, into: &self.name)
    case 9: _ = try reader.read(key, into: &self.rawData)
    case 10: _ = try reader.read(key, into: &self.doubleData)
    case 11: _ = try reader.read(key, into: &self.uint64Data)
    case 13: _ = try reader.read(key, into: &self.externalData)
    case 14: _ = try reader.read(key, into: &self.dataLocation)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, dims, packed: false)
    writer.write(2, dataType)
    writer.write(4, floatData)
    writer.write(5, int32Data)
    writer.write(6, stringData)
    writer.write(7, int64Data)
    writer.write(8, name)
    writer.write(9, rawData)
    writer.write(10, doubleData)
    writer.write(11, uint64Data)
    writer.write(13, externalData)
    writer.write(14, dataLocation)
  }
}

/// An array of mostly zeros; only its name is looked at.
package struct ONNXSparseTensor: Message {
  package var values: ONNXTensor {
    get { storedValues ?? ONNXTensor() }
    set { storedValues = newValue }
  }
  package var hasValues: Bool { storedValues != nil }
  package mutating func clearValues() { storedValues = nil }
  private var storedValues: ONNXTensor?

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.storedValues)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, storedValues)
  }
}

/// A key with its value.
package struct ONNXProperty: Message {
  package var key: String = ""
  package var value: String = ""

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.key)
    case 2: _ = try reader.read(key, into: &self.value)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, key)
    writer.write(2, value)
  }
}

/// Name and type of an input or output.
package struct ONNXValueInfo: Message {
  package var name: String = ""
  package var type: ONNXValueType {
    get { storedType ?? ONNXValueType() }
    set { storedType = newValue }
  }
  package var hasType: Bool { storedType != nil }
  package mutating func clearType() { storedType = nil }
  private var storedType: ONNXValueType?

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.name)
    case 2: _ = try reader.read(key, into: &self.storedType)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, name)
    writer.write(2, storedType)
  }
}

/// Type of a value: only arrays are looked at.
package struct ONNXValueType: Message {
  package var tensorType: ONNXTensorType {
    get { storedTensorType ?? ONNXTensorType() }
    set { storedTensorType = newValue }
  }
  package var hasTensorType: Bool { storedTensorType != nil }
  package mutating func clearTensorType() { storedTensorType = nil }
  private var storedTensorType: ONNXTensorType?

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.storedTensorType)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, storedTensorType)
  }
}

/// Element type and extents of an array.
package struct ONNXTensorType: Message {
  package var elemType: Int32 = 0
  package var shape: ONNXTensorShape {
    get { storedShape ?? ONNXTensorShape() }
    set { storedShape = newValue }
  }
  package var hasShape: Bool { storedShape != nil }
  package mutating func clearShape() { storedShape = nil }
  private var storedShape: ONNXTensorShape?

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.elemType)
    case 2: _ = try reader.read(key, into: &self.storedShape)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, elemType)
    writer.write(2, storedShape)
  }
}

/// Extents, outermost first.
package struct ONNXTensorShape: Message {
  package var dim: [ONNXExtent] = []

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &self.dim)
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    writer.write(1, dim)
  }
}

/// An extent: a number, or a name for one that is not known in advance.
package struct ONNXExtent: Message {
  /// Of these fields one is there, or none.
  package enum Value: Equatable, Sendable {
    case dimValue(Int64)
    case dimParam(String)
  }
  package var value: Value?
  package var dimValue: Int64 {
    get { if case .dimValue(let held) = value { held } else { 0 } }
    set { value = .dimValue(newValue) }
  }
  package var dimParam: String {
    get { if case .dimParam(let held) = value { held } else { "" } }
    set { value = .dimParam(newValue) }
  }

  package init() {}

  package mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1:
      var held = self.dimValue
      if try reader.read(key, into: &held) { self.value = .dimValue(held) }
    case 2:
      var held = self.dimParam
      if try reader.read(key, into: &held) { self.value = .dimParam(held) }
    default: try reader.skip(key)
    }
  }

  package func write(to writer: inout FieldWriter) {
    switch value {
    case .dimValue(let held): writer.writeAlways(1, held)
    case .dimParam(let held): writer.writeAlways(2, held)
    case nil: break
    }
  }
}
