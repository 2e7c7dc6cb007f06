import Foundation
import Imaging
import Models
import Tensors

/// Reference values of one picture, written by `Scripts/goldens`.
struct Golden: Decodable {
  struct Picture: Decodable { let sha256OfPixels: String }
  struct Preprocessing: Decodable {
    let mean: [Double]
    let std: [Double]
    let channelOrder: String
  }
  struct Method: Decodable {
    let rule: String
    let steps: Int
    let evaluations: Int
    let baseline: String
  }
  struct Score: Decodable {
    let kind: String
    let input: Double
    let baseline: Double
  }
  struct Ranked: Decodable {
    let index: Int
    let probability: Double
  }

  let picture: Picture
  let preprocessing: Preprocessing
  let method: Method
  let target: Int
  let score: Score
  let top: [Ranked]
  let attribution: MapSummary
  let gradient: MapSummary

  /// Reads a file of the folder of goldens.
  init(name: String) throws {
    let bytes = try Samples.bytes("\(Samples.goldens)/\(name).json")
    self = try JSONDecoder().decode(Golden.self, from: Data(bytes))
  }

  /// The picture whose pixels the formula of `Scripts/goldens` gives.
  static func formulaPicture(side: Int) -> Image {
    let samples = (0..<side * side * 3).map { index in
      let (row, column, channel) = (index / 3 / side, index / 3 % side, index % 3)
      return UInt8((3 * column + 5 * row + 40 * channel + 7 * (row * column / 64)) % 256)
    }
    return Image(width: side, height: side, samples: samples)
  }
}

/// A map of height × width × RGB values, described by its blocks, its norm and a crop.
struct MapSummary: Decodable {
  struct Crop: Decodable {
    let row: Int
    let column: Int
    let values: [[[Double]]]
  }

  let norm: Double
  let blockSize: Int
  /// Channel, row, column.
  let blockSums: [[[Double]]]
  /// Row, column.
  let blockNorms: [[Double]]
  let crop: Crop

  /// Relative differences of a map from the one that is described, by what is compared: L2 norms of
  /// differences over L2 norms.
  func differences(from map: Tensor) -> [String: Double] {
    let (height, width) = (map.shape[0], map.shape[1])
    func value(_ row: Int, _ column: Int, _ channel: Int) -> Double {
      Double(map.values[(row * width + column) * 3 + channel])
    }
    var sums = blockSums.map { $0.map { $0.map { _ in 0.0 } } }
    var squares = blockNorms.map { $0.map { _ in 0.0 } }
    for row in 0..<height {
      for column in 0..<width {
        for channel in 0..<3 {
          let value = value(row, column, channel)
          sums[channel][row / blockSize][column / blockSize] += value
          squares[row / blockSize][column / blockSize] += value * value
        }
      }
    }
    let cropped = crop.values.indices.flatMap { row in
      crop.values[row].indices.flatMap { column in
        (0..<3).map { value(crop.row + row, crop.column + column, $0) }
      }
    }
    let total = squares.joined().reduce(0, +).squareRoot()
    return [
      "norm": abs(total - norm) / norm,
      "block sums": Self.distance(sums.joined().joined(), blockSums.joined().joined()),
      "block norms": Self.distance(
        squares.joined().map { $0.squareRoot() }, blockNorms.joined()),
      "crop": Self.distance(cropped, crop.values.joined().joined()),
    ]
  }

  private static func distance(
    _ found: some Sequence<Double>, _ expected: some Sequence<Double>
  ) -> Double {
    var (difference, total) = (0.0, 0.0)
    for (found, expected) in zip(found, expected) {
      difference += (found - expected) * (found - expected)
      total += expected * expected
    }
    return (difference / total).squareRoot()
  }
}
