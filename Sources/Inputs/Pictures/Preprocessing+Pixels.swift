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

  /// Returns the pixels that the network reads as these numbers, which need not be any that a picture can
  /// have: the reverse of ``normalized(_:)``.
  public func pixels(of numbers: Tensor) -> PixelArray {
    var result = inColorOrder(numbers)
    let channels = numbers.shape[2]
    let mean = channels == 1 ? [Luma.of(mean)] : mean
    let std = channels == 1 ? [Luma.of(std)] : std
    for place in result.values.indices {
      let channel = place % channels
      result.values[place] = Float(Double(result.values[place]) * std[channel] + mean[channel])
    }
    return PixelArray(result)
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
