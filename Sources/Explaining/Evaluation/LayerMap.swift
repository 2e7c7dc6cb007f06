import Evaluation
import Tensors

extension Explanation {
  /// The attributions by the numbers of the point that was explained: those of a layer's places are spread
  /// over the pixels, bilinearly between the places' centres; nil where the layer has none.
  func attributionsOfPoint(layer grid: LayerGrid?) -> Tensor? {
    if findings.isOfInput { return findings.map.attributions }
    guard let grid, case .grid(let height, let width, _) = sample.features else { return nil }
    let values = findings.map.attributions.values
    let channels = values.count / (grid.leadingTokens + grid.places)
    let places = (0..<grid.places).map { place in
      (0..<channels).reduce(0.0) {
        $0 + Double(values[(grid.leadingTokens + place) * channels + $1])
      }
    }
    let rows = Self.taps(height, of: grid.height)
    let columns = Self.taps(width, of: grid.width)
    let relevances = rows.flatMap { row in
      columns.map { column in
        func line(_ y: Int) -> Double {
          places[y * grid.width + column.first] * (1 - column.share)
            + places[y * grid.width + column.second] * column.share
        }
        return line(row.first) * (1 - row.share) + line(row.second) * row.share
      }
    }
    return sample.features.sharing(relevances, like: sample.point)
  }

  /// Which two of `count` places each of `length` pixels lies between, and how near the second one is;
  /// beyond the outer centres there is only one.
  private static func taps(
    _ length: Int, of count: Int
  ) -> [(first: Int, second: Int, share: Double)] {
    (0..<length).map { pixel in
      let place = (Double(pixel) + 0.5) * Double(count) / Double(length) - 0.5
      let clamped = min(max(place, 0), Double(count - 1))
      let first = Int(clamped)
      return (first, min(first + 1, count - 1), clamped - Double(first))
    }
  }
}
