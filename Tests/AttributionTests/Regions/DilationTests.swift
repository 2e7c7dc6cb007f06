import Attribution
import Tensors
import TestSupport
import Testing

@Suite("Growing regions") struct DilationTests {
  private let labels = PixelGraph(.random([13, 17, 3], seed: 2))
    .segmentation(scale: 60, minimumSize: 5)

  @Test("a region grows to all pixels within the radius", arguments: [0, 1, 2, 5, 40])
  func definition(_ radius: Int) {
    let found = labels.dilated(by: radius)
    #expect(found.count == labels.count && labels.count > 3)
    for (label, pixels) in found.enumerated() {
      let region = labels.labels.indices.filter { labels.labels[$0] == Int32(label) }
      let expected = labels.labels.indices.filter { pixel in
        region.contains { other in
          let (dy, dx) = (pixel / 17 - other / 17, pixel % 17 - other % 17)
          return dy * dy + dx * dx <= radius * radius
        }
      }
      #expect(pixels == expected.map(Int32.init))
    }
  }

  @Test("a pixel grows to a disk")
  func disk() {
    let dot = Segmentation(height: 5, width: 5, regions: (0..<25).map { $0 == 12 ? 1 : 0 })
    #expect(dot.dilated(by: 1)[1] == [7, 11, 12, 13, 17])
    #expect(dot.dilated(by: 2)[1].count == 13)
  }
}
