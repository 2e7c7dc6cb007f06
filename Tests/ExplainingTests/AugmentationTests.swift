import Attribution
import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Tensors
import TestSupport
import Testing

@Suite("Maps of changed photos") struct AugmentationTests {
  static let all = ["rot90", "rot180", "rot270", "flip", "flip-vertical"]

  /// A plane whose numbers are all different.
  private func plane(_ width: Int, _ height: Int) -> Plane {
    Plane(width: width, height: height, values: (0..<width * height).map(Float.init))
  }

  private func image(_ width: Int, _ height: Int) -> Image {
    Image(
      width: width, height: height,
      samples: (0..<3 * width * height).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 11) })
  }

  @Test(
    "Turning a map back is the inverse of turning the photo, on every pixel",
    arguments: AugmentationTests.all)
  func inverse(_ text: String) throws {
    let augmentation = try Augmentation(text)
    let photo = image(7, 5)
    let changed = augmentation.image(of: photo)
    #expect(
      Size(width: changed.width, height: changed.height)
        == augmentation.size(of: Size(width: 7, height: 5)))
    // A map that is the photo's red: turned with it, and back.
    func red(_ image: Image) -> Plane {
      Plane(
        width: image.width, height: image.height,
        values: stride(from: 0, to: image.samples.count, by: 3).map { Float(image.samples[$0]) })
    }
    #expect(augmentation.turnedBack(red(changed)) == red(photo))
    #expect(changed.samples.sorted() == photo.samples.sorted())
  }

  @Test("rot90 turns counterclockwise, flip exchanges left and right")
  func directions() throws {
    // 0 1 2      2 5
    // 3 4 5  →   1 4
    //            0 3
    let map = plane(3, 2)
    #expect(map.oriented(8).values == [2, 5, 1, 4, 0, 3])
    #expect(map.oriented(2).values == [2, 1, 0, 5, 4, 3])
    #expect(map.oriented(4).values == [3, 4, 5, 0, 1, 2])
    #expect(try Augmentation("rot90").image(of: image(3, 2)) == image(3, 2).oriented(8))
  }

  @Test("A zoom knows the middle of the photo alone, and its map lies there")
  func zoom() throws {
    let zoom = try Augmentation("zoom:2")
    let back = zoom.turnedBack(
      Plane(width: 8, height: 8, values: [Float](repeating: 3, count: 64)))
    for y in 0..<8 {
      for x in 0..<8 {
        let value = back.values[8 * y + x]
        let isInside = (2..<6).contains(x) && (2..<6).contains(y)
        #expect(isInside ? value == 3 : value.isNaN)
      }
    }
    // A ramp from 0 to 7 becomes one of half the slope; turned back it is the ramp again.
    let ramp = Image(
      width: 8, height: 8,
      samples: (0..<64).flatMap { [UInt8](repeating: UInt8($0 % 8 * 30), count: 3) })
    let changed = zoom.image(of: ramp)
    let map = Plane(
      width: 8, height: 8,
      values: stride(from: 0, to: 192, by: 3).map { Float(changed.samples[$0]) })
    for (pixel, value) in zoom.turnedBack(map).values.enumerated()
    where value.isFinite && (3...4).contains(pixel % 8) {
      // Bytes are rounded; at the edges of what is seen the weights have no pixels on one side.
      #expect(abs(value - Float(pixel % 8 * 30)) <= 1)
    }
  }

  @Test("Brightness changes every number alike and nothing's place")
  func brightness() throws {
    let photo = image(4, 3)
    let dark = try Augmentation("brightness:0.5").image(of: photo)
    #expect(
      zip(photo.samples, dark.samples).allSatisfy { UInt8((Double($0) / 2).rounded()) == $1 })
    #expect(try Augmentation("brightness:2").turnedBack(plane(4, 3)) == plane(4, 3))
  }

  @Test("Texts are read as they are written, and others are refused")
  func texts() throws {
    for text in Self.all + ["zoom:1.5", "brightness:0.5"] {
      let augmentation = try Augmentation(text)
      #expect("\(augmentation)" == text)
      let read = try JSONDecoder().decode(
        [Augmentation].self, from: JSONEncoder().encode([augmentation]))
      #expect(read == [augmentation])
    }
    for text in ["rot45", "zoom", "zoom:1", "zoom:0.5", "zoom:11", "zoom:nan", "brightness:0", ""] {
      #expect(throws: RequestError.self, "\(text)") { try Augmentation(text) }
    }
  }

  @Test(
    "Maps are alike to themselves, opposite to their negatives, and compared where both are known")
  func likeness() throws {
    let map = Plane(width: 28, height: 28, values: (0..<784).map { sin(Float($0)) })
    let same = try #require(MapLikeness(map, map))
    #expect(abs((same.cosine ?? 0) - 1) < 1e-12 && abs((same.cellCosine ?? 0) - 1) < 1e-12)
    #expect(same.topOverlap == 1 && same.covered == 1)
    var negative = map
    negative.values = map.values.map { -$0 }
    let opposite = try #require(MapLikeness(map, negative))
    #expect(abs((opposite.cosine ?? 0) + 1) < 1e-12 && opposite.topOverlap == 1)
    var half = map
    for pixel in 0..<392 { half.values[pixel] = .nan }
    let lower = try #require(MapLikeness(map, half))
    #expect(abs((lower.cosine ?? 0) - 1) < 1e-12 && lower.covered == 0.5)
    let none = Plane(width: 28, height: 28, values: [Float](repeating: .nan, count: 784))
    #expect(MapLikeness(map, none) == nil)
    let zero = Plane(width: 28, height: 28, values: [Float](repeating: 0, count: 784))
    #expect(MapLikeness(map, zero)?.cosine == nil)
  }

  /// Explains a photo of shapes, and the changed photos.
  private func augmented(
    _ image: Image, _ augmentations: [String], _ change: (inout RequestDraft) throws -> Void
  ) throws -> Explanation {
    let folder = try TemporaryFolder()
    let path = try folder.write("photo.png", Data(try image.pngData()))
    let explained = try ExplainedSamples("shapes") {
      $0.augmentations = try augmentations.map { try Augmentation($0) }
      try change(&$0)
    }
    let queue = try explained.network.reader.queue(
      SampleRequest(sources: [InputSource(path: path)]), ReadingRequest())
    let sample = try queue.read(queue.sources[0])
    let explainer = explained.explainer
    let ranking = try explainer.classify(sample)
    let found = try explainer.explain(
      sample, try explainer.quantities(ranking), ranking: ranking
    ) { _, _ in }
    return try explainer.augmenting(found, of: sample) { _, _ in }[0]
  }

  @Test("A photo that a change leaves as it is has the same map; turned back it is turned")
  func symmetric() throws {
    // The same from left and right: the changed photo is the photo, and its map turned back is mirrored.
    var photo = Image(width: 96, height: 96, color: Color(red: 40, green: 90, blue: 60))
    for y in 20..<70 {
      for x in 30..<66 {
        photo.samples[3 * (y * 96 + x)] = UInt8(100 + y)
        photo.samples[3 * (y * 96 + x) + 2] = UInt8(200 - abs(2 * x - 95))
      }
    }
    #expect(photo.oriented(2) == photo)
    let found = try augmented(photo, ["flip", "brightness:0.9"]) {
      try $0.change(method: "gradient")
    }
    #expect(found.augmented.count == 2)
    let flipped = try #require(found.augmented.first)
    #expect(flipped.explanation.attributions == found.attributions)
    let values = (0..<96 * 96).map { pixel in
      (0..<3).reduce(Float(0)) { $0 + found.attributions.values[3 * pixel + $1] }
    }
    let map = Plane(width: 96, height: 96, values: values)
    let expected = try #require(MapLikeness(map, map.oriented(2)))
    // Sums of three numbers in another order differ in their last bits.
    #expect(abs((flipped.answer.likeness.cosine ?? 0) - (expected.cosine ?? 1)) < 1e-5)
    #expect(flipped.answer.score == found.map.scoreAtInput)
  }

  @Test("The map of a star follows it through every turn")
  func follows() throws {
    let photo = try Image.read(
      path: "\(ExplainedSamples.models)/shapes/samples/star.png"
    ).image
    let found = try augmented(photo, Self.all) { $0.set(.steps, to: .number(16)) }
    #expect(found.augmented.map { "\($0.augmentation)" } == Self.all)
    for entry in found.augmented {
      #expect(entry.answer.likeness.covered == 1)
      #expect((entry.answer.likeness.cellCosine ?? 0) > 0.3, "\(entry.answer.text)")
    }
    #expect(found.augmented[0].explanation.quantity == found.quantity)
  }

  @Test("Only pictures can be turned")
  func pictures() throws {
    #expect(throws: ExplainingError.self) {
      try ExplainedSamples("iris") { $0.augmentations = [try Augmentation("flip")] }
    }
  }
}
