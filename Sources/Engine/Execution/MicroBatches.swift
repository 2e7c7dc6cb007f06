import CKernels
import Tensors

/// How points are dealt out.
package enum MicroBatches {
  /// Splits `count` points into ranges of at most `capacity`, of nearly equal size, and an even
  /// number of ranges where there are several, so that two workers finish together.
  package static func split(_ count: Int, capacity: Int) -> [Range<Int>] {
    var parts = (count + capacity - 1) / capacity
    if parts > 1 && parts < count { parts += parts % 2 }
    return (0..<parts).map { part in count * part / parts..<count * (part + 1) / parts }
  }
}

/// What is written into a network's inputs: one of them carries the points of a batch, every other
/// one holds the same array at all points.
struct InputFilling: Sendable {
  /// The input that carries the points, and what points are combinations of.
  let varying: Int
  let anchors: [AlignedBuffer]
  /// The other inputs.
  let held: [(input: Int, values: AlignedBuffer)]
}

extension Workspace {
  /// Runs forwards to the outputs of some points of a batch, each written just before it is read.
  func forward(to points: Range<Int>, of batch: PointBatch, _ filling: InputFilling) {
    let input = inputs[filling.varying]
    forward(batch: points.count) { examples in
      for example in examples {
        let coefficients = batch.points[points.lowerBound + example].coefficients
        input.writeCombination(coefficients, of: filling.anchors, to: example)
        for (place, values) in filling.held { inputs[place].write(values, to: example) }
      }
    }
  }

  /// Writes the gradient of the output, example by example.
  func seed(with gradients: [[Float]]) {
    guard let view = outputGradient else { return }
    for (example, gradient) in gradients.enumerated() {
      for row in 0..<view.rows {
        for column in 0..<view.columns {
          view.example(example)[row * view.rowStride + column] =
            gradient[row * view.columns + column]
        }
      }
    }
  }
}

extension View {
  /// Writes an affine combination of anchors as example `slot`.
  fileprivate func writeCombination(
    _ coefficients: [Float], of anchors: [AlignedBuffer], to slot: Int
  ) {
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>?.self, capacity: anchors.count
    ) { bases in
      for (index, anchor) in anchors.enumerated() {
        bases.initializeElement(at: index, to: UnsafePointer(anchor.base))
      }
      igk_combine(bases.baseAddress, coefficients, anchors.count, example(slot), count)
    }
  }

  /// Writes an array as example `slot`.
  fileprivate func write(_ values: AlignedBuffer, to slot: Int) {
    igk_copy_rows(values.base, columns, example(slot), rowStride, rows, columns)
  }

  /// Copies of the first `batch` examples.
  func examples(_ batch: Int) -> [[Float]] {
    (0..<batch).map { example in
      [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let target = buffer.baseAddress {
          igk_copy_rows(self.example(example), rowStride, target, columns, rows, columns)
        }
        initialized = count
      }
    }
  }
}
