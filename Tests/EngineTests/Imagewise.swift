import Tensors
import TestSupport

/// Several images along further axes outside, each handed to `body`.
func imagewise(_ images: DoubleTensor, _ body: (DoubleTensor) -> DoubleTensor) -> DoubleTensor {
  let outer = Array(images.shape.dimensions.dropLast(3))
  let shape = Shape(Array(images.shape.dimensions.suffix(3)))
  let results = stride(from: 0, to: images.values.count, by: shape.count).map { start in
    body(DoubleTensor(shape, Array(images.values[start..<start + shape.count])))
  }
  return DoubleTensor(
    Shape(outer + (results.first?.shape.dimensions ?? [])), results.flatMap(\.values))
}
