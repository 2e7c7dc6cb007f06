import Explaining
import Foundation
import Imaging
import Inputs
import Tensors
import Testing

/// Where attributions are, in a few numbers.
@Suite("Distributions of attributions") struct AttributionDistributionTests {
  private typealias Places = AttributionDistribution.Places

  /// Places of a map of one channel on an input of its size, for a photo fitted so.
  private func distribution(
    _ side: Int, photo: Size, fit: Fit, _ value: (_ row: Int, _ column: Int) -> Float
  ) -> AttributionDistribution {
    let image = Image(width: photo.width, height: photo.height, color: .white)
    let (_, placement) = image.fitted(width: side, height: side, fit: fit)
    let values = (0..<side * side).map { value($0 / side, $0 % side) }
    return AttributionDistribution(
      picture: Tensor([side, side, 1], values), placement: placement)
  }

  @Test("an even map has the shares of the areas, and cells that are alike")
  func even() throws {
    let found = distribution(100, photo: Size(width: 100, height: 100), fit: .pad) { _, _ in 0.5 }
    let places = try #require(found.places)
    #expect(found.positiveShare == 1)
    #expect(abs(try #require(places.borderShare) - Places.borderArea) < 1e-9)
    #expect(abs(Places.borderArea - 0.36) < 1e-12)
    #expect(places.paddingShare == 0 && places.paddingArea == 0)
    let cells = places.coarse.joined()
    #expect(cells.count == 196 && cells.allSatisfy { abs($0 - 5000.0 / 196) < 1e-3 })
  }

  @Test("a padded photo has the cells of the photo, and what lies beside it is padding")
  func padding() throws {
    // 50 of 100 rows show a wide photo, from row 25 on.
    let found = distribution(100, photo: Size(width: 400, height: 200), fit: .pad) { row, column in
      if row == 26 && column == 1 { return 3 }
      if row == 50 && column == 50 { return -1 }
      return row == 0 && column == 0 ? 4 : 0
    }
    let places = try #require(found.places)
    #expect(places.paddingArea == 0.5)
    #expect(found.positiveShare == 7.0 / 8)
    #expect(places.paddingShare == 0.5)
    #expect(places.borderShare == 0.75)
    #expect(places.coarse[0][0] == 3)
    let top = try #require(places.topCell)
    #expect(top.row == 0 && top.column == 0 && abs(top.share - 0.75) < 1e-9)
    // The middle of both directions is an edge of cells, and pixel 50 begins there.
    #expect(places.coarse[7][7] == -1)
    #expect(abs(places.coarse.joined().reduce(0, +) - 2) < 1e-4)
  }

  @Test("a cut photo has cells that nothing is known of, and its border is that of what is seen")
  func cropping() throws {
    let found = distribution(70, photo: Size(width: 140, height: 70), fit: .crop) { _, column in
      column == 0 ? 1 : 0
    }
    let places = try #require(found.places)
    #expect(places.borderShare == 1 && places.paddingArea == 0)
    // A quarter of the width is cut off on the left: the first pixel lies in cell 3.5 of 14.
    for row in places.coarse {
      #expect(row[3] == 5, "\(row)")
      #expect(row.enumerated().allSatisfy { $0.offset == 3 || $0.element == 0 })
    }
  }

  @Test("coarse maps of layers are divided by area, and a map of zeros has no shares")
  func layers() throws {
    let coarse = distribution(4, photo: Size(width: 64, height: 64), fit: .stretch) { row, column in
      row == 0 && column == 0 ? -49 : 0
    }
    let places = try #require(coarse.places)
    #expect(coarse.positiveShare == 0)
    // A quarter of each direction is three cells and a half.
    #expect(places.coarse[0].prefix(5) == [-4, -4, -4, -2, 0])
    #expect(places.coarse[3][3] == -1)
    let zero = distribution(4, photo: Size(width: 4, height: 4), fit: .pad) { _, _ in 0 }
    #expect(zero.positiveShare == nil && zero.places?.borderShare == nil)
    #expect(zero.places?.paddingShare == nil && zero.places?.topCell == nil)
  }

  @Test("reports have it: of a picture with its places, of a row without")
  func reports() throws {
    func distribution(_ model: String, _ path: String) throws -> [String: Any] {
      let samples = try ExplainedSamples(model)
      let report = try samples.report(samples.explain(ExplainedSamples.models + path)[0])
      return try #require(report["distribution"] as? [String: Any])
    }
    let picture = try distribution("shapes", "/shapes/samples/scene.png")
    #expect(
      Set(picture.keys) == [
        "positive_share", "border_share", "padding_share", "padding_area", "top_cell", "coarse",
      ])
    let row = try distribution("iris", "/iris/samples.csv")
    #expect(Set(row.keys) == ["positive_share"])
  }
}
