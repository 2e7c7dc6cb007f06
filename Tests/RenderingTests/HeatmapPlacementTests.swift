import Imaging
import Rendering
import Testing

@Suite("Heat maps over photos") struct HeatmapPlacementTests {
  private func heatmap(_ width: Int, _ height: Int, _ values: [Float]) -> Heatmap {
    Heatmap(
      plane: Plane(width: width, height: height, values: values), scale: 3, floor: 1, gamma: 0.5,
      isSigned: true)
  }

  @Test("a map of the photo's own size stays as it is")
  func identity() {
    let map = heatmap(2, 2, [0, 0.5, -1, 1])
    #expect(map.onPhoto(Placement(identity: Size(width: 2, height: 2))) == map)
  }

  @Test("a constant map is as constant over the photo, whatever the sizes, and keeps its scale")
  func constant() {
    let placement = Placement(identity: Size(width: 4, height: 4))
      .scaled(to: Size(width: 10, height: 6))
    let map = heatmap(2, 2, [0.25, 0.25, 0.25, 0.25]).onPhoto(placement)
    #expect(map.width == 10 && map.height == 6)
    #expect(map.plane.values.allSatisfy { abs($0 - 0.25) <= .ulpOfOne })
    #expect(map.scale == 3 && map.floor == 1 && map.gamma == 0.5 && map.isSigned)
  }

  @Test("rows are those of the whole map")
  func rows() {
    let placement = Placement(identity: Size(width: 2, height: 3))
      .scaled(to: Size(width: 5, height: 7))
    let map = heatmap(2, 3, [0, 1, 0.5, -0.5, -1, 0])
    let whole = map.onPhoto(placement).plane.values
    #expect(map.onPhoto(placement, rows: 2..<5).plane.values == Array(whole[10..<25]))
  }
}
