import Imaging
import Inputs
import Models
import Tensors
import Testing

@Suite("Pixels as numbers for a network") struct NormalizationTests {
  /// Two pixels, (255, 0, 128) and (10, 20, 30).
  private let pixels = PixelArray(Tensor([1, 2, 3], [255, 0, 128, 10, 20, 30]))

  @Test(
    "presets give the numbers that one works out by hand",
    arguments: [
      (Preprocessing.Preset.none, [255, 0, 128, 10, 20, 30]),
      (.unit, [1, 0, 0.501_960_8, 0.039_215_69, 0.078_431_37, 0.117_647_06]),
      (.tf, [1, -1, 0.003_921_57, -0.921_568_6, -0.843_137_3, -0.764_705_9]),
      (.torch, [2.248_908, -2.035_714, 0.426_493, -1.946_656, -1.685_574, -1.281_569]),
      // Blue, green, red.
      (.caffe, [24, -117, 132, -74, -97, -113]),
    ] as [(Preprocessing.Preset, [Float])])
  func presets(_ preset: Preprocessing.Preset, _ expected: [Float]) {
    let found = preset.preprocessing.normalized(pixels)
    #expect(found.shape == [1, 2, 3])
    // The expected numbers have seven digits.
    #expect(zip(found.values, expected).allSatisfy { abs($0 - $1) < 1e-6 * max(1, abs($1)) })
  }

  @Test("mean and std stay red, green, blue when the channels are turned round")
  func turned() {
    let preprocessing = Preprocessing(mean: [5, 0, 28], std: [10, 1, 50], channelOrder: .bgr)
    #expect(preprocessing.normalized(pixels).values == [2, 0, 25, 0.04, 20, 0.5])
  }

  @Test("attributions come back in the order red, green, blue")
  func colorOrder() {
    let tensor = Tensor([1, 2, 3], [1, 2, 3, 4, 5, 6])
    #expect(Preprocessing(.caffe).inColorOrder(tensor).values == [3, 2, 1, 6, 5, 4])
    #expect(Preprocessing(.torch).inColorOrder(tensor) == tensor)
    let plain = Preprocessing(mean: [0, 0, 0], std: [1, 1, 1], channelOrder: .bgr)
    #expect(plain.inColorOrder(plain.normalized(pixels)) == pixels.values)
  }

  @Test("a photo is brought to the network's size before it becomes numbers")
  func prepare() {
    let input = PictureReader(
      size: Size(width: 4, height: 4), preprocessing: Preprocessing(.unit), fit: .pad)
    let white = Image(width: 8, height: 4, color: .white)
    let prepared = input.prepare(white)
    #expect(prepared.picture.width == 4 && prepared.picture.height == 4)
    #expect(prepared.tensor.shape == [4, 4, 3])
    let rows = (0..<4).map { prepared.tensor.values[$0 * 12] }
    #expect(rows == [0, 1, 1, 0])
    #expect(prepared.placement.photo == Size(width: 8, height: 4))
  }

  @Test("pixels become a picture rounded and limited to bytes")
  func image() {
    let array = PixelArray(Tensor([1, 2, 3], [-3, 0.4, 0.6, 254.4, 254.6, 300]))
    #expect(array.image == Image(width: 2, height: 1, samples: [0, 0, 1, 254, 255, 255]))
  }
}
