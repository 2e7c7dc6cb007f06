import Evaluation
import Foundation
import Imaging

/// The explanation of a changed photo, beside that of the photo.
public struct AugmentedExplanation: Sendable {
  /// How the photo was changed.
  public let augmentation: Augmentation
  /// The explanation of the changed photo. Its pixels are there at the network's size alone.
  public let explanation: Explanation
  /// How alike the two maps are.
  public let answer: Answer

  /// What there is to say, in numbers.
  public struct Answer: Sendable, Encodable {
    /// How the photo was changed, as an option says it.
    public let name: String
    /// What is explained, at the changed photo.
    public let score: Double
    /// The most probable class of the changed photo.
    public let top: Report.Ranked
    /// How alike the map, turned back, and that of the photo are.
    public let likeness: MapLikeness
    /// The score in words.
    let scoreText: String

    private enum CodingKeys: String, CodingKey { case name, score, top }

    /// Writes everything into one object.
    public func encode(to encoder: any Encoder) throws {
      try likeness.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(score, forKey: .score)
      try container.encode(top, forKey: .top)
    }

    /// The score, and how alike the maps are, in a line.
    public var text: String { scoreText + ", " + likeness.text }
  }
}

/// How alike two maps of one photo are, where both are known.
///
/// Maps lie in the photo's frame, its longer side as long as the network's. `a` are the sums of a pixel's
/// attributions.
public struct MapLikeness: Hashable, Sendable, Encodable {
  /// Rows and columns of cells.
  static let side = 14
  /// The share of the cells that count most.
  static let topShare = 0.1

  /// The cosine of the pixels' a; nil where a map is zero everywhere.
  public let cosine: Double?
  /// The same of Σ a of the cells of 14 × 14 that are known to more than half.
  public let cellCosine: Double?
  /// Of the tenth of these cells with the largest |Σ a|, how many are the same.
  public let topOverlap: Double
  /// The share of the photo that both maps know.
  public let covered: Double

  private enum CodingKeys: String, CodingKey {
    case cosine, covered
    case cellCosine = "cell_cosine"
    case topOverlap = "top_overlap"
  }

  /// Compares two maps of one size; what is not a number is not known. Nil where they have no cell in
  /// common.
  public init?(_ first: Plane, _ second: Plane) {
    precondition(
      first.width == second.width && first.height == second.height, "two maps of one frame")
    let known = first.values.indices.filter {
      first.values[$0].isFinite && second.values[$0].isFinite
    }
    var counts = [Int](repeating: 0, count: Self.side * Self.side)
    var sizes = counts
    var sums = [[Double]](repeating: counts.map { _ in 0 }, count: 2)
    func cell(_ pixel: Int) -> Int {
      let (x, y) = (pixel % first.width, pixel / first.width)
      return y * Self.side / first.height * Self.side + x * Self.side / first.width
    }
    for pixel in first.values.indices { sizes[cell(pixel)] += 1 }
    for pixel in known {
      let cell = cell(pixel)
      counts[cell] += 1
      sums[0][cell] += Double(first.values[pixel])
      sums[1][cell] += Double(second.values[pixel])
    }
    let cells = counts.indices.filter { counts[$0] > 0 && 2 * counts[$0] > sizes[$0] }
    if cells.isEmpty { return nil }
    let (one, other) = (cells.map { sums[0][$0] }, cells.map { sums[1][$0] })
    cosine = VectorCosine.between(
      known.map { Double(first.values[$0]) }, known.map { Double(second.values[$0]) })
    cellCosine = VectorCosine.between(one, other)
    topOverlap = TopOverlap.share(
      one.map { abs($0) }, other.map { abs($0) },
      count: max(1, Int((Double(cells.count) * Self.topShare).rounded())))
    covered = Double(known.count) / Double(first.values.count)
  }

  /// The numbers in words.
  var text: String {
    func number(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "–" }
    return "cosine \(number(cosine)), of cells \(number(cellCosine)), top tenth of cells "
      + String(format: "%.0f %%", 100 * topOverlap)
  }
}
