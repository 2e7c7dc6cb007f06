import Imaging
import Testing

@Suite("Pictures of any shape fit a network's input, and maps find back")
struct FitTests {
  @Test("A picture that has the size passes through unchanged under every fit")
  func unchanged() {
    let picture = Image.drawing(width: 32, height: 24)
    for fit in Fit.allCases {
      let fitted = picture.fitted(width: 32, height: 24, fit: fit, cropRatio: 0.875)
      #expect(fitted.image == picture)
      #expect(fitted.placement == Placement(identity: Size(width: 32, height: 24)))
      let map = Plane(width: 32, height: 24, values: (0..<32 * 24).map(Float.init))
      #expect(fitted.placement.onPhoto(map) == map)
    }
  }

  @Test("Some rows of a map on the photo are those of the whole map", arguments: Fit.allCases)
  func rows(_ fit: Fit) {
    for (width, height) in [(40, 20), (20, 40), (7, 9), (16, 12)] {
      let placement = Image(width: width, height: height, color: .white)
        .fitted(width: 16, height: 12, fit: fit, cropRatio: 0.8).placement
      let map = Plane(width: 16, height: 12, values: (0..<192).map { Float($0 * 37 % 101) })
      let whole = placement.onPhoto(map, outside: -1)
      for first in 0..<height {
        let rows = first..<min(first + 1 + first % 5, height)
        let expected = whole.cropped(columns: 0..<width, rows: rows)
        #expect(placement.onPhoto(map, outside: -1, rows: rows) == expected)
      }
    }
  }

  @Test("Padding shows the whole picture, centred, on its colour")
  func pad() {
    let picture = Image(width: 40, height: 20, color: .white)
    let color = Color(red: 1, green: 2, blue: 3)
    let (image, placement) = picture.fitted(width: 10, height: 11, fit: .pad, padding: color)
    #expect(placement.target == Rectangle(x: 0, y: 3, width: 10, height: 5))
    #expect(placement.source == Rectangle(x: 0, y: 0, width: 40, height: 20))
    #expect(image.pixel(4, 2) == [1, 2, 3])
    #expect(image.pixel(0, 3) == [255, 255, 255])
    #expect(image.pixel(9, 7) == [255, 255, 255])
    #expect(image.pixel(9, 8) == [1, 2, 3])
  }

  @Test("Cropping shows the middle; a ratio is scale-then-crop, as torchvision counts pixels")
  func crop() {
    let picture = Image.drawing(width: 40, height: 20)
    let square = picture.fitted(width: 10, height: 10, fit: .crop)
    #expect(square.placement.source == Rectangle(x: 10, y: 0, width: 20, height: 20))
    #expect(square.placement.target == Rectangle(x: 0, y: 0, width: 10, height: 10))
    // Scaled to 32×16, of which columns 9..<23 and rows 1..<15 are kept.
    let part = picture.fitted(width: 14, height: 14, fit: .crop, cropRatio: 0.875)
    #expect(part.placement.source == Rectangle(x: 11.25, y: 1.25, width: 17.5, height: 17.5))
    let scaled = picture.resampled(width: 32, height: 16)
    for y in 0..<14 {
      for x in 0..<14 {
        #expect(largestDifference(part.image.pixel(x, y), scaled.pixel(x + 9, y + 1)) <= 1)
      }
    }
  }

  @Test("Stretching shows everything, whatever the shape")
  func stretch() {
    let picture = Image.drawing(width: 40, height: 20)
    let (image, placement) = picture.fitted(width: 10, height: 10, fit: .stretch)
    #expect(image == picture.resampled(width: 10, height: 10))
    #expect(placement.source == Rectangle(x: 0, y: 0, width: 40, height: 20))
  }

  @Test("Any shape gives exactly the size, also long and thin ones", arguments: Fit.allCases)
  func shapes(fit: Fit) {
    for (width, height) in [(1, 1), (1, 300), (300, 1), (7, 5), (225, 224), (64, 63)] {
      let picture = Image.drawing(width: width, height: height)
      let fitted = picture.fitted(width: 64, height: 64, fit: fit, cropRatio: 0.9)
      #expect((fitted.image.width, fitted.image.height) == (64, 64))
      let map = fitted.placement.onPhoto(
        Plane(width: 64, height: 64, values: Array(repeating: 1, count: 64 * 64)))
      #expect((map.width, map.height) == (width, height))
      #expect(map.values.allSatisfy { $0 == 0 || abs($0 - 1) < 1e-5 })
      if fit != .crop { #expect(map.values.allSatisfy { $0 != 0 }) }
    }
  }

  @Test(
    "A bright spot of the map lies on the photo where the photo's own spot was",
    arguments: Fit.allCases)
  func spot(fit: Fit) throws {
    for (spotX, spotY) in [(60, 40), (75, 52), (51, 31)] {
      var photo = Image(width: 120, height: 80, color: .black)
      for y in spotY - 2...spotY + 2 {
        for x in spotX - 2...spotX + 2 { photo.samples[(y * 120 + x) * 3] = 255 }
      }
      let (image, placement) = photo.fitted(width: 48, height: 48, fit: fit, cropRatio: 0.8)
      let seen = Plane(
        width: 48, height: 48,
        values: (0..<48 * 48).map { Float(image.samples[3 * $0]) })
      let map = placement.onPhoto(seen, outside: -1)
      let brightest = try #require(map.values.indices.max { map.values[$0] < map.values[$1] })
      // One pixel of the network's input is up to 2.5 photo pixels wide.
      #expect(abs(brightest % 120 - spotX) <= 3)
      #expect(abs(brightest / 120 - spotY) <= 3)
      #expect(map.values.contains(-1) == (fit == .crop))
    }
  }

  @Test("Nothing from the padding leaks into the map")
  func noLeak() {
    let placement = Image.drawing(width: 40, height: 20)
      .fitted(width: 10, height: 10, fit: .pad).placement
    let rows = 0..<10
    let values = rows.flatMap { row in
      Array(repeating: Float((2..<7).contains(row) ? 1 : 1000), count: 10)
    }
    let target = placement.target
    #expect((target.y, target.height) == (2, 5))
    let map = placement.onPhoto(Plane(width: 10, height: 10, values: values))
    #expect(map.values.allSatisfy { abs($0 - 1) < 1e-5 })
  }

  @Test("a placement of the photo at another size shows the same part of it at the same place")
  func scaled() {
    for fit in [Fit.pad, .crop, .stretch] {
      let photo = Image(width: 90, height: 60, color: .white)
      let placement = photo.fitted(width: 30, height: 30, fit: fit).placement
      #expect(placement.scaled(to: placement.photo) == placement)
      let large = placement.scaled(to: Size(width: 270, height: 180))
      #expect(large.target == placement.target && large.model == placement.model)
      #expect(large.source.x == 3 * placement.source.x)
      #expect(large.source.width == 3 * placement.source.width)
      let ones = Plane(width: 30, height: 30, values: [Float](repeating: 1, count: 900))
      let (small, big) = (placement.onPhoto(ones), large.onPhoto(ones))
      // Inside, every pixel of the small map is nine of the large one.
      #expect(big.values.reduce(0, +) == 9 * small.values.reduce(0, +))
    }
  }
}
