import Imaging
import Testing

@Suite("Baselines that are made from the picture itself")
struct BlurTests {
  @Test("A blurred picture is SciPy's, up to one level", arguments: BlurGoldens.all.indices)
  func blur(index: Int) {
    let golden = BlurGoldens.all[index]
    let blurred = Image.drawing(width: 23, height: 17).blurred(sigma: golden.sigma)
    let expected = bytes(base64: golden.samples)
    #expect(blurred.samples.count == expected.count)
    #expect(largestDifference(blurred.samples, expected) <= 1)
  }

  @Test("No blur, and a blurred colour, change nothing")
  func unchanged() {
    let picture = Image.drawing(width: 23, height: 17)
    #expect(picture.blurred(sigma: 0) == picture)
    let color = Image(width: 5, height: 4, color: Color(red: 255, green: 0, blue: 77))
    #expect(color.blurred(sigma: 30) == color)
  }

  @Test("The mean is the average of each channel")
  func mean() {
    let samples: [UInt8] = [0, 10, 255, 1, 20, 255]
    #expect(Image(width: 2, height: 1, samples: samples).mean == [0.5, 15, 255])
    #expect(Image(width: 3, height: 2, format: .gray, samples: samples).mean == [541.0 / 6])
  }
}
