import Imaging
import Testing

@Suite("Pictures and maps change their size as in Pillow")
struct ResamplingTests {
  let picture = Image.drawing(width: 23, height: 17)

  @Test("Samples are those of Pillow", arguments: ResamplingGolden.all)
  func samples(_ golden: ResamplingGolden) {
    let image = picture.resampled(
      width: golden.width, height: golden.height, filter: golden.filter, crop: golden.box)
    let expected = bytes(base64: golden.samples)
    #expect(image.samples.count == expected.count)
    #expect(largestDifference(image.samples, expected) == 0)
  }

  @Test("Maps are those of Pillow in mode F, to single precision", arguments: ResamplingGolden.all)
  func values(_ golden: ResamplingGolden) {
    let gray = Image.drawing(width: 23, height: 17, format: .gray)
    let plane = Plane(width: 23, height: 17, values: gray.samples.map { Float($0) / 255 })
    let resampled = plane.resampled(
      width: golden.width, height: golden.height, filter: golden.filter, crop: golden.box)
    #expect(resampled.values.count == golden.floats.count)
    for (value, expected) in zip(resampled.values, golden.floats) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test("Every channel is filtered alike, however many there are")
  func channels() {
    let gray = Image.drawing(width: 23, height: 17, format: .gray)
    let triple = Image(width: 23, height: 17, samples: gray.samples.flatMap { [$0, $0, $0] })
    for filter in ResamplingFilter.allCases {
      let small = gray.resampled(width: 7, height: 20, filter: filter)
      let smallTriple = triple.resampled(width: 7, height: 20, filter: filter)
      #expect(smallTriple.samples == small.samples.flatMap { [$0, $0, $0] })
    }
  }

  @Test("The same size and a picture of one colour stay as they are")
  func unchanged() {
    let color = Color(red: 250, green: 3, blue: 128)
    for filter in ResamplingFilter.allCases {
      #expect(picture.resampled(width: 23, height: 17, filter: filter) == picture)
      #expect(
        Image(width: 9, height: 8, color: color).resampled(width: 40, height: 3, filter: filter)
          == Image(width: 40, height: 3, color: color))
    }
  }

  @Test("A photo of 12 megapixels shrinks to a network's input in a moment")
  func speed() {
    let photo = Image(width: 4_000, height: 3_000, color: .white)
    var small = photo
    let duration = ContinuousClock().measure {
      small = photo.resampled(width: 224, height: 224)
    }
    #expect(small == Image(width: 224, height: 224, color: .white))
    // Generous, because debug builds and sanitizers are slow and machines are shared.
    #expect(duration < .seconds(60))
  }
}
