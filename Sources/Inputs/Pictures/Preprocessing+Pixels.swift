import Models
import Tensors

extension Preprocessing {
  /// Returns what the network reads for these pixels: x = (pixel − mean) / std, in its order of
  /// channels. One channel has the luma of mean and std.
  public func normalized(_ pixels: PixelArray) -> Tensor {
    if pixels.values.shape[2] == 1 {
      let (mean, std) = (Luma.of(mean), Luma.of(std))
      return Tensor(
        pixels.values.shape, pixels.values.values.map { Float((Double($0) - mean) / std) })
    }
    let order = channelOrder == .rgb ? [0, 1, 2] : [2, 1, 0]
    let source = pixels.values.values
    var values = [Float](repeating: 0, count: source.count)
    for (channel, color) in order.enumerated() {
      let (mean, std) = (mean[color], std[color])
      for pixel in stride(from: 0, to: source.count, by: 3) {
        values[pixel + channel] = Float((Double(source[pixel + color]) - mean) / std)
      }
    }
    return Tensor(pixels.values.shape, values)
  }

  /// Returns an array over the network's input with its channels in the order red, green, blue.
  public func inColorOrder(_ tensor: Tensor) -> Tensor {
    guard channelOrder == .bgr, tensor.shape.dimensions.last == 3 else { return tensor }
    var result = tensor
    for pixel in stride(from: 0, to: tensor.values.count, by: 3) {
      result.values.swapAt(pixel, pixel + 2)
    }
    return result
  }
}
