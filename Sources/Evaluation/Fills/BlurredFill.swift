import Numerics
import Tensors

/// The picture blurred as RISE's insertion begins: by an 11 × 11 kernel, beyond the border zeros of what the
/// network is fed.
///
/// The kernel is what `scipy.ndimage.gaussian_filter` (σ = 5, mirrored ends) makes of a single 1 in the
/// middle of 11 × 11, which is flatter than a Gaussian cut off there.
///
/// Paper: Petsiuk, Das, Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models", BMVC
/// 2018; its code, `evaluation.py`.
public enum BlurredFill {
  private static let width = 11
  private static let sigma = 5.0

  /// Returns the fill for a picture H×W×C.
  public static func of(_ input: Tensor) -> PointFill {
    PointFill("blur", blurred(input))
  }

  /// One axis of the kernel; the weights add up to 1.
  static let kernel: [Float] = {
    let gaussian = GaussianWeights(sigma: sigma)
    var kernel = [Double](repeating: 0, count: width)
    for place in 0..<width {
      for (index, weight) in gaussian.values.enumerated()
      where GaussianWeights.mirrored(place + index - gaussian.reach, width) == width / 2 {
        kernel[place] += weight
      }
    }
    return kernel.map { Float($0) }
  }()

  private static func blurred(_ input: Tensor) -> Tensor {
    precondition(input.shape.rank == 3, "expected a picture, found \(input.shape)")
    let (height, rowLength, channels) = (
      input.shape[0], input.shape[1] * input.shape[2], input.shape[2]
    )
    let across = alongAxis(input, lines: height, length: rowLength, step: channels)
    return alongAxis(across, lines: 1, length: height * rowLength, step: rowLength)
  }

  /// Weighs each number with those up to five steps before and behind it in its line.
  private static func alongAxis(
    _ input: Tensor, lines: Int, length: Int, step: Int
  ) -> Tensor {
    var result = Tensor(input.shape)
    for line in 0..<lines {
      let start = line * length
      for (index, weight) in kernel.enumerated() {
        let shift = (index - width / 2) * step
        for place in max(0, -shift)..<max(max(0, -shift), min(length, length - shift)) {
          result.values[start + place] += weight * input.values[start + place + shift]
        }
      }
    }
    return result
  }
}
