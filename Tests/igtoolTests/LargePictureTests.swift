import Foundation
import Imaging
import Testing

/// Pictures that are drawn in strips.
struct LargePictureTests {
  private let sandbox = Sandbox()

  @Test("a picture drawn in strips is the one that is drawn in one piece")
  func strips() throws {
    // Two strips of four million pixels.
    let (width, height) = (2500, 2100)
    let samples = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
      for index in 0..<width * height * 3 {
        target[index] = UInt8((index % 251 + index / 20_000) % 256)
      }
      count = width * height * 3
    }
    let photo = Image(width: width, height: height, samples: samples)
    try sandbox.write(try photo.pngData(), to: "large.png")
    let usual = ["explain", "large.png", "--model", "shapes", "--steps", "2", "--quiet", "--save"]
    for product in ["overlay", "mask", "heatmap", "scaled"] {
      try sandbox.run(usual + [product, "-o", "strips"])
      // With a caption below it is drawn in one piece.
      try sandbox.run(usual + [product, "-o", "whole", "--caption"])
      let strips = try sandbox.picture("strips/large.\(product).png")
      let whole = try sandbox.picture("whole/large.\(product).png")
      #expect(strips.width == width && strips.height == height)
      #expect(whole.width == width && whole.height > height)
      let count = width * height * 3
      #expect(strips.samples[..<count] == whole.samples[..<count], "\(product)")
    }
  }
}
