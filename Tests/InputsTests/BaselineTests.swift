import Foundation
import Imaging
import Inputs
import Models
import Tensors
import TestSupport
import Testing

@Suite("Baselines") struct BaselineTests {
  private let photo = Image(
    width: 40, height: 30, samples: (0..<3600).map { UInt8(($0 * 37) % 256) })
  private let input = PictureReader(
    size: Size(width: 40, height: 30), preprocessing: Preprocessing(.torch))

  private func pictures(_ text: String, seed: UInt64 = 0) throws -> [PixelArray] {
    try Baseline(text).pictures(for: input.prepare(photo), input: input, seed: seed)
  }

  @Test(
    "a baseline is what its text says",
    arguments: [
      ("black", .uniform([0, 0, 0])), ("white", .uniform([255, 255, 255])),
      ("gray", .uniform([128, 128, 128])), ("grey", .uniform([128, 128, 128])),
      ("mean", .mean), ("blur", .blur(sigma: 20)), ("blur:2.5", .blur(sigma: 2.5)),
      ("noise", .noise(count: 10)), ("noise:3", .noise(count: 3)),
      ("uniform:1,2.5,255", .uniform([1, 2.5, 255])), ("uniform:0,0,0", .black),
      ("folder/black.png", .file(path: "folder/black.png")), ("./mean", .file(path: "./mean")),
      ("Black", .file(path: "Black")),
    ] as [(String, Baseline)])
  func parsing(_ text: String, _ expected: Baseline) throws {
    #expect(try Baseline(text) == expected)
    #expect(try Baseline(expected.description) == expected)
  }

  @Test(
    "a baseline without sense is refused, with an example of one that has it",
    arguments: [
      ("blur:0", "a standard deviation in pixels, as in blur:20"),
      ("blur:-1", "a standard deviation in pixels, as in blur:20"),
      ("blur:nan", "a standard deviation in pixels, as in blur:20"),
      ("blur:inf", "a standard deviation in pixels, as in blur:20"),
      ("blur:", "a standard deviation in pixels, as in blur:20"),
      ("noise:0", "a number of pictures from 1 to 10000, as in noise:10"),
      ("noise:1.5", "a number of pictures from 1 to 10000, as in noise:10"),
      ("noise:10001", "a number of pictures from 1 to 10000, as in noise:10"),
      ("uniform:1,2", "three numbers from 0 to 255, as in uniform:255,0,0"),
      ("uniform:1,2,3,4", "three numbers from 0 to 255, as in uniform:255,0,0"),
      ("uniform:1,,3", "three numbers from 0 to 255, as in uniform:255,0,0"),
      ("uniform:1,2,256", "three numbers from 0 to 255, as in uniform:255,0,0"),
      ("uniform:red", "three numbers from 0 to 255, as in uniform:255,0,0"),
    ])
  func refused(_ text: String, _ expected: String) {
    let error = #expect(throws: InputsError.self) { try Baseline(text) }
    #expect(error?.description == "baseline \"\(text)\": expected \(expected)")
    #expect(error?.kind == .usage)
  }

  @Test("a colour fills the network's input, in pixels")
  func colors() throws {
    for (text, color) in [("black", [0, 0, 0]), ("uniform:1,2.5,255", [1, 2.5, 255])] {
      let found = try pictures(text)
      #expect(found.count == 1)
      #expect(found[0].values.shape == [30, 40, 3])
      #expect(found[0].values.values == (0..<3600).map { Float(color[$0 % 3]) })
    }
  }

  @Test("black is pixel 0, not the mean: the network does not read zeros")
  func black() throws {
    let values = try input.preprocessing.normalized(pictures("black")[0]).values
    #expect(abs(values[0] - -123.675 / 58.395) < 1e-6)
  }

  @Test("the mean is what the network reads as zeros", arguments: Preprocessing.Preset.allCases)
  func mean(_ preset: Preprocessing.Preset) throws {
    var input = input
    input.preprocessing = preset.preprocessing
    let pictures = try Baseline.mean.pictures(for: input.prepare(photo), input: input, seed: 0)
    // Pixels are in single precision, which rounds the mean.
    let rounding = 128 * Float.ulpOfOne
    let values = input.preprocessing.normalized(pictures[0]).values
    #expect(pictures.count == 1)
    #expect(values.allSatisfy { abs($0) <= rounding })
  }

  @Test("noise depends on its seed alone, and more of it begins with the same")
  func reproducible() throws {
    let ten = try pictures("noise", seed: 5)
    #expect(ten.count == 10)
    #expect(Set(ten).count == 10)
    #expect(try pictures("noise", seed: 5) == ten)
    #expect(try pictures("noise:3", seed: 5) == Array(ten.prefix(3)))
    #expect(try pictures("noise:1", seed: 6)[0] != ten[0])
  }

  @Test("noise is evenly distributed over all pixel values, and independent")
  func statistics() throws {
    let values = try pictures("noise:20").flatMap(\.values.values).map(Double.init)
    let count = Double(values.count)
    #expect(values.allSatisfy { $0 == $0.rounded() && (0...255).contains($0) })
    // Five standard errors of the mean of uniform integers, whose variance is (256² − 1) / 12.
    let variance = (256.0 * 256 - 1) / 12
    let mean = values.reduce(0, +) / count
    #expect(abs(mean - 127.5) < 5 * (variance / count).squareRoot())
    // χ² with 255 degrees of freedom: mean 255, standard deviation √510.
    var counts = [Double](repeating: 0, count: 256)
    for value in values { counts[Int(value)] += 1 }
    let chi = counts.reduce(0) { $0 + ($1 - count / 256) * ($1 - count / 256) / (count / 256) }
    #expect(abs(chi - 255) < 5 * 510.0.squareRoot())
    // Neighbours are not correlated: standard error 1/√n.
    let products = zip(values, values.dropFirst()).reduce(0) {
      $0 + ($1.0 - 127.5) * ($1.1 - 127.5)
    }
    #expect(abs(products / count / variance) < 5 / count.squareRoot())
  }

  @Test("a blur is the photo at the network's size, blurred")
  func blur() throws {
    var small = input
    small.size = Size(width: 20, height: 15)
    let prepared = small.prepare(photo)
    let found = try Baseline.blur(sigma: 3).pictures(for: prepared, input: small, seed: 0)
    #expect(found.map(\.image) == [prepared.picture.blurred(sigma: 3)])
    let deviations = [found[0].image, prepared.picture].map { image in
      zip(image.samples, image.samples.dropFirst(3)).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    }
    #expect(deviations[0] * 10 < deviations[1])
  }

  @Test("a picture from a file is brought to the network's size like the photo")
  func file() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("half.png", Data(photo.pngData()))
    #expect(try pictures(path).map(\.image) == [photo])
    var small = input
    small.size = Size(width: 10, height: 10)
    let found = try Baseline(path).pictures(for: small.prepare(photo), input: small, seed: 0)
    #expect(found.map(\.image) == [small.prepare(photo).picture])
    // Grey pictures become RGB.
    let gray = Image(
      width: 40, height: 30, format: .gray, samples: [UInt8](repeating: 7, count: 1200))
    let grayPath = try folder.write("gray.png", Data(gray.pngData()))
    #expect(try pictures(grayPath)[0].values.values.allSatisfy { $0 == 7 })
  }

  @Test("a file that is missing or no picture is an error that names it")
  func missing() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: InputsError.self) { try pictures("\(folder.path)/no.png") }
    #expect(
      error?.description
        == "baseline \(folder.path)/no.png: no such file; baselines are \(Baseline.picturesText)")
    #expect(error?.kind == .noInput)
    let path = try folder.write("text.png", "no picture")
    let damaged = #expect(throws: InputsError.self) { try pictures(path) }
    #expect(damaged?.description.hasPrefix("baseline \(path): text, neither JPEG nor PNG") == true)
    #expect(damaged?.kind == .badData)
  }
}
