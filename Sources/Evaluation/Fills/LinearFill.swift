import Numerics
import Tensors

/// Pixels that are removed, worked out from those around them: each is the weighted mean of its eight
/// neighbours, 1/6 each of those beside it and 1/12 at the corners, where the weights are of neighbours that
/// the picture has. A system of linear equations says so of all at once.
///
/// `linear` adds noise, so that a network cannot tell what was removed by its smoothness: N(0, (0.01 s)²), s the
/// standard deviation of all numbers of the point, since the paper's 0.01 is of pictures that were divided by
/// theirs. `bokeh` adds none and always keeps the corners and one pixel in a hundred, drawn at random.
/// Where nothing is kept, every channel's mean takes the place of its numbers.
///
/// Papers: Rong, Leemann, Borisov, Kasneci, Kasneci, "A Consistent and Efficient Evaluation Strategy for
/// Attribution Methods" (ROAD), ICML 2022; Kapishnikov, Bolukbasi, Viégas, Terry, "XRAI: Better Attributions
/// Through Regions", ICCV 2019 (bokeh, there by triangles between the pixels that are kept).
public struct LinearFill: Fill {
  private static let noiseShare = 0.01
  private static let keptShare = 0.01

  /// What people call it.
  public let name: String
  /// What is added to every number that is worked out.
  private let noise: [Float]
  /// Numbers that are never removed.
  private let kept: [Bool]

  /// Noisy linear imputation for a picture H×W×C.
  public static func noisy(_ input: Tensor, seed: UInt64) -> LinearFill {
    let values = input.values.map { Double($0) }
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let variance =
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
    var generator = SplitMix64(seed: seed)
    let scale = noiseShare * variance.squareRoot()
    return LinearFill(
      name: "linear",
      noise: generator.normals(count: values.count).map { Float($0 * scale) },
      kept: [Bool](repeating: false, count: values.count))
  }

  /// Imputation from what is kept and a few pixels for a picture H×W×C.
  public static func bokeh(_ input: Tensor, seed: UInt64) -> LinearFill {
    let (height, width, channels) = (input.shape[0], input.shape[1], input.shape[2])
    var generator = SplitMix64(seed: seed)
    var pixels = (0..<height * width).map { _ in generator.uniform() < keptShare }
    for corner in [0, width - 1, (height - 1) * width, height * width - 1] { pixels[corner] = true }
    return LinearFill(
      name: "bokeh", noise: [Float](repeating: 0, count: input.shape.count),
      kept: pixels.flatMap { [Bool](repeating: $0, count: channels) })
  }

  /// Works out what is removed, each channel by itself.
  public func filled(_ input: Tensor, where removed: [Bool]) -> Tensor {
    let (height, width, channels) = (input.shape[0], input.shape[1], input.shape[2])
    var result = input
    for channel in 0..<channels {
      let places = stride(from: channel, to: input.shape.count, by: channels)
      let unknown = places.map { removed[$0] && !kept[$0] }
      guard unknown.contains(true) else { continue }
      let values = places.map { Double(input.values[$0]) }
      let found = Imputation(height: height, width: width, values, unknown).solution
      for (pixel, place) in places.enumerated() where unknown[pixel] {
        result.values[place] = Float(found[pixel]) + noise[place]
      }
    }
    return result
  }
}
