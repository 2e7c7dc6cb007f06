import Foundation
import Imaging
import Tensors

/// Where the attributions of an explanation are, in a few numbers: small enough to be kept of a million
/// pictures, and enough to see what all of them have in common.
///
/// A picture's attributions are those of pixels, a_p = Σ_c a_pc over the channels c, or of the cells of a
/// layer, which cover the network's input. Of what is no picture there is the share of the positive
/// mass alone.
public struct AttributionDistribution: Hashable, Sendable, Encodable {
  /// Σ max(a, 0) / Σ |a|, over pixels, columns, tokens or numbers; nil where all are 0.
  public let positiveShare: Double?
  /// Where a picture's are; nil of what is no picture.
  public let places: Places?

  /// Where a picture's attributions are.
  public struct Places: Hashable, Sendable {
    /// Rows and columns of `coarse`.
    public static let side = 14
    /// What the border is: this part of the photo from each of its four sides.
    public static let borderDepth = 0.1
    /// The share that the border has of the photo's area, 1 − 0.8².
    public static let borderArea = 1 - (1 - 2 * borderDepth) * (1 - 2 * borderDepth)

    /// The share of the photo's Σ |a| that lies in the border of what the network sees of the photo; nil
    /// where that is 0.
    public let borderShare: Double?
    /// The share of all Σ |a| that lies outside of the photo; nil where that is 0.
    public let paddingShare: Double?
    /// The share of the network's input that is outside of the photo.
    public let paddingArea: Double
    /// Σ a in each of 14 × 14 cells of the photo, row by row, rounded to five digits; 0 where a cut photo
    /// is not seen.
    public let coarse: [[Double]]
    /// The cell of the largest |Σ a|; nil where all are 0.
    public let topCell: Cell?

    /// A cell of `coarse`.
    public struct Cell: Hashable, Sendable, Encodable {
      /// From above, counted from 0.
      public let row: Int
      /// From the left, counted from 0.
      public let column: Int
      /// |Σ a| of the cell as a share of the sum of all cells' |Σ a|.
      public let share: Double
    }
  }

  private enum CodingKeys: String, CodingKey {
    case coarse
    case positiveShare = "positive_share"
    case borderShare = "border_share"
    case paddingShare = "padding_share"
    case paddingArea = "padding_area"
    case topCell = "top_cell"
  }

  /// Finds where the attributions of an explanation are.
  public init(_ explanation: Explanation) {
    let attributions = explanation.attributions
    if let photo = explanation.photo, attributions.shape.rank == 3 {
      self.init(picture: attributions, placement: photo.prepared.placement)
    } else {
      self.init(
        features: explanation.featureAttributions ?? attributions.values.map(Double.init))
    }
  }

  /// The distribution among features that have no places.
  init(features: [Double]) {
    positiveShare = Self.positiveShare(features)
    places = nil
  }

  /// The distribution of a map H×W×C that covers a network's input, on which a photo is placed.
  package init(picture map: Tensor, placement: Placement) {
    let channels = map.shape[2]
    let sums = (0..<map.shape[0] * map.shape[1]).map { pixel in
      (0..<channels).reduce(0.0) { $0 + Double(map.values[pixel * channels + $1]) }
    }
    positiveShare = Self.positiveShare(sums)
    places = Places(sums, height: map.shape[0], width: map.shape[1], placement)
  }

  private static func positiveShare(_ attributions: [Double]) -> Double? {
    let all = attributions.reduce(0) { $0 + abs($1) }
    return all > 0 ? attributions.reduce(0) { $0 + max($1, 0) } / all : nil
  }

  /// Writes all of it into one object; null where there is no share.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(positiveShare, forKey: .positiveShare)
    guard let places else { return }
    try container.encode(places.borderShare, forKey: .borderShare)
    try container.encode(places.paddingShare, forKey: .paddingShare)
    try container.encode(places.paddingArea, forKey: .paddingArea)
    try container.encode(places.topCell, forKey: .topCell)
    try container.encode(places.coarse, forKey: .coarse)
  }
}

extension AttributionDistribution.Places {
  /// Finds the places of one number for each of height × width parts of a network's input.
  fileprivate init(_ sums: [Double], height: Int, width: Int, _ placement: Placement) {
    let rows = Axis(
      count: height, extent: Double(placement.model.height),
      seen: placement.target.y...placement.target.y + placement.target.height,
      photo: Double(placement.photo.height), from: placement.source.y,
      scale: placement.target.height / placement.source.height)
    let columns = Axis(
      count: width, extent: Double(placement.model.width),
      seen: placement.target.x...placement.target.x + placement.target.width,
      photo: Double(placement.photo.width), from: placement.source.x,
      scale: placement.target.width / placement.source.width)
    let all = sums.reduce(0) { $0 + abs($1) }
    func magnitude(_ row: [Double], _ column: [Double]) -> Double {
      var total = 0.0
      for y in 0..<height where row[y] > 0 {
        var ofRow = 0.0
        for x in 0..<width { ofRow += column[x] * abs(sums[y * width + x]) }
        total += row[y] * ofRow
      }
      return total
    }
    let seen = magnitude(rows.seen, columns.seen)
    let inside = magnitude(rows.inside, columns.inside)
    borderShare = seen > 0 ? min(max(1 - inside / seen, 0), 1) : nil
    let area = placement.target.width * placement.target.height
    paddingArea = 1 - area / Double(placement.model.width * placement.model.height)
    // Two sums of the same numbers in another order differ in their last digit.
    paddingShare = all > 0 ? (paddingArea > 0 ? min(max(1 - seen / all, 0), 1) : 0) : nil
    let cells = rows.cells.map { row in
      columns.cells.map { column in
        var total = 0.0
        for (y, share) in row {
          for (x, weight) in column { total += share * weight * sums[y * width + x] }
        }
        return total
      }
    }
    coarse = cells.map { $0.map(\.roundedToFiveDigits) }
    topCell = Self.topCell(cells)
  }

  private static func topCell(_ cells: [[Double]]) -> Cell? {
    let magnitudes = cells.flatMap { $0.map(abs) }
    let (all, largest) = (magnitudes.reduce(0, +), magnitudes.max() ?? 0)
    guard all > 0, let place = magnitudes.firstIndex(of: largest) else { return nil }
    return Cell(row: place / side, column: place % side, share: largest / all)
  }

  /// One direction of a map: the shares of its parts that lie in the photo, inside of the photo's border,
  /// and in each cell. A part that an edge cuts counts in proportion.
  private struct Axis {
    let seen: [Double]
    let inside: [Double]
    let cells: [[(place: Int, weight: Double)]]

    /// Divides `count` parts of an extent, `seen` of which shows the photo from its pixel `from` on, at
    /// so many pixels of the input for one of the photo.
    init(
      count: Int, extent: Double, seen range: ClosedRange<Double>, photo: Double, from: Double,
      scale: Double
    ) {
      let part = extent / Double(count)
      func weight(_ place: Int, _ low: Double, _ high: Double) -> Double {
        let (start, end) = (Double(place) * part, Double(place + 1) * part)
        return max(0, min(high, end) - max(low, start)) / part
      }
      let depth = (range.upperBound - range.lowerBound) * borderDepth
      seen = (0..<count).map { weight($0, range.lowerBound, range.upperBound) }
      inside = (0..<count).map { weight($0, range.lowerBound + depth, range.upperBound - depth) }
      cells = (0..<side).map { cell in
        func edge(_ number: Int) -> Double {
          let onPhoto = photo * Double(number) / Double(side)
          let onInput = range.lowerBound + (onPhoto - from) * scale
          return min(max(onInput, range.lowerBound), range.upperBound)
        }
        let (low, high) = (edge(cell), edge(cell + 1))
        return (0..<count).compactMap { place in
          let share = weight(place, low, high)
          return share > 0 ? (place, share) : nil
        }
      }
    }
  }
}

extension Double {
  /// The number with five digits that count; 0 without a sign.
  fileprivate var roundedToFiveDigits: Double {
    guard isFinite, self != 0 else { return isFinite ? 0 : self }
    return Double(String(format: "%.5g", self)) ?? self
  }
}
