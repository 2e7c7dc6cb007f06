import Attribution
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Segmentation") struct SegmentationTests {
  /// Two halves of different colours.
  private func halves(_ height: Int, _ width: Int) -> Tensor {
    .picture([height, width, 3]) { _, x, channel in 2 * x < width ? -1 : Float(channel) / 2 }
  }

  /// The number of connected parts (neighbours along eight directions) of every region.
  private func parts(of segmentation: Segmentation) -> [Int] {
    let (height, width) = (segmentation.height, segmentation.width)
    var isSeen = [Bool](repeating: false, count: height * width)
    var parts = [Int](repeating: 0, count: segmentation.count)
    for start in isSeen.indices where !isSeen[start] {
      parts[Int(segmentation.labels[start])] += 1
      var open = [start]
      isSeen[start] = true
      while let pixel = open.popLast() {
        for y in max(0, pixel / width - 1)...min(height - 1, pixel / width + 1) {
          for x in max(0, pixel % width - 1)...min(width - 1, pixel % width + 1) {
            let other = y * width + x
            if isSeen[other] || segmentation.labels[other] != segmentation.labels[pixel] {
              continue
            }
            isSeen[other] = true
            open.append(other)
          }
        }
      }
    }
    return parts
  }

  @Test(
    "regions are connected, numbered as they occur, and as large as asked for",
    arguments: [1, 4, 30, 1000], [50.0, 300])
  func partition(_ minimumSize: Int, _ scale: Double) {
    for seed in 0..<3 {
      let picture = Tensor.random([19, 23, 3], seed: UInt64(seed))
      let found = PixelGraph(picture).segmentation(scale: scale, minimumSize: minimumSize)
      #expect(found.labels.count == 19 * 23)
      #expect(Set(found.labels) == Set(0..<Int32(found.count)))
      var next: Int32 = 0
      for label in found.labels where label >= next {
        #expect(label == next)
        next += 1
      }
      #expect(parts(of: found).allSatisfy { $0 == 1 })
      let sizes = (0..<found.count).map { label in
        found.labels.count { $0 == Int32(label) }
      }
      #expect(sizes.allSatisfy { $0 >= min(minimumSize, 19 * 23) })
    }
  }

  @Test("two flat halves are two regions", arguments: [50.0, 100, 250, 1200])
  func halves(_ scale: Double) {
    let found = PixelGraph(halves(20, 30), smoothing: 0)
      .segmentation(scale: scale, minimumSize: 10)
    #expect(found.count == 2)
    #expect(found.labels == (0..<600).map { $0 % 30 < 15 ? 0 : 1 })
  }

  @Test(
    "a flat picture is one region", arguments: [[8, 9, 3], [1, 1, 3], [1, 40, 1], [40, 1, 4]])
  func flat(_ dimensions: [Int]) {
    let found = PixelGraph(Tensor(Shape(dimensions), repeating: 0.3))
      .segmentation(scale: 50, minimumSize: 1)
    #expect(found.count == 1)
    #expect(found.labels.allSatisfy { $0 == 0 })
  }

  @Test("the same picture is cut in the same way, and no scale leaves a trace on the next")
  func determinism() {
    let picture = Tensor.random([16, 16, 3], seed: 4)
    let graph = PixelGraph(picture)
    let first = graph.segmentation(scale: 50, minimumSize: 3)
    _ = graph.segmentation(scale: 1200, minimumSize: 50)
    #expect(graph.segmentation(scale: 50, minimumSize: 3) == first)
    #expect(PixelGraph(picture).segmentation(scale: 50, minimumSize: 3) == first)
  }

  @Test("colours may be shifted and mirrored without another cut")
  func invariance() {
    let picture = Tensor.random([14, 17, 3], seed: 6)
    // Powers of two, so that differences stay the same bits.
    let mirrored = Tensor(picture.shape, picture.values.map { -$0 })
    let first = PixelGraph(picture).segmentation(scale: 80, minimumSize: 4)
    #expect(PixelGraph(mirrored).segmentation(scale: 80, minimumSize: 4) == first)
  }

  /// What `skimage.segmentation.felzenszwalb` makes of a picture that is given by a formula.
  struct Golden: Sendable {
    let height: Int
    let width: Int
    let scale: Double
    let minimumSize: Int
    /// Labels, one digit (base 36) per pixel.
    let rows: [String]
  }

  /// Two halves, a disk and a texture.
  private func drawing(_ height: Int, _ width: Int) -> Tensor {
    .picture([height, width, 3]) { y, x, channel in
      let distance: Int = (x - 8) * (x - 8) + (y - 6) * (y - 6)
      let (texture, levels, flat): (Int, Int, Double) =
        switch channel {
        case 0: (3 * y * y + 5 * x * y + x, 13, x > y ? 0.9 : 0)
        case 1: (y * y + 7 * x, 11, distance < 20 ? 0.8 : 0)
        default: (5 * x * x + 3 * y, 17, 0)
        }
      return Float(Double(texture % levels) / Double(levels) * 0.3 + flat)
    }
  }

  @Test("labels are those of scikit-image", arguments: goldens)
  func scikitImage(_ golden: Golden) {
    let found = PixelGraph(drawing(golden.height, golden.width))
      .segmentation(scale: golden.scale, minimumSize: golden.minimumSize)
    #expect(found.labels.map { String($0, radix: 36) } == golden.rows.joined().map { String($0) })
  }

  /// scikit-image 0.26.0, NumPy 2.4.6: `felzenszwalb(picture, scale, sigma=0.8, min_size)`.
  static let goldens = [
    Golden(
      height: 12, width: 18, scale: 60, minimumSize: 5,
      rows: [
        "012222222222333333", "001222244423333333", "000112444444333333", "000014455544433333",
        "000006555554443333", "000077655555443333", "000077765555443333", "000077776555443333",
        "000087777654433333", "000087777764433333", "000008777784433333", "000000888888433333",
      ]),
    Golden(
      height: 12, width: 18, scale: 300, minimumSize: 12,
      rows: [
        "011111111111111111", "011111111111111111", "001111122221111111", "000111222222111111",
        "000012222222211111", "000033222222221111", "000033322222221111", "000033332222221111",
        "000003333222211111", "000003333320111111", "000000333300111111", "000000000000111111",
      ]),
    Golden(
      height: 15, width: 11, scale: 100, minimumSize: 1,
      rows: [
        "01222222222", "03122222222", "44312255555", "44431556665",
        "44478966666", "44477796666", "44477779666", "44477777966",
        "44447777796", "44447777779", "4444477777a", "44444477777",
        "44444444444", "44444444444", "b4444444444",
      ]),
  ]
}
