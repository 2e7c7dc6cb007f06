import Foundation
import Imaging
import Numerics
import Rendering
import Tensors
import Testing

@Suite("Sixels")
struct SixelTests {
  private func noise(width: Int, height: Int) -> Image {
    var generator = SplitMix64(seed: 3)
    return Image(
      width: width, height: height,
      samples: (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// A map that rises from left to right and has all colours of inferno.
  private var ramp: Image {
    let plane = Plane(
      width: 256, height: 24, values: (0..<256 * 24).map { Float($0 % 256) / 255 })
    return ColorMap.inferno.image(of: plane)
  }

  private func colors(of image: Image) -> [SIMD3<UInt8>] {
    stride(from: 0, to: image.samples.count, by: 3).map {
      SIMD3(image.samples[$0], image.samples[$0 + 1], image.samples[$0 + 2])
    }
  }

  /// Means over squares of 8×8 pixels, in samples.
  private func means(of pixels: [SIMD3<UInt8>], width: Int) -> [SIMD3<Double>] {
    let height = pixels.count / width
    return stride(from: 0, to: height - 7, by: 8).flatMap { top in
      stride(from: 0, to: width - 7, by: 8).map { left in
        var sum = SIMD3<Double>()
        for place in 0..<64 {
          let pixel = pixels[(top + place / 8) * width + left + place % 8]
          sum += SIMD3(Double(pixel.x), Double(pixel.y), Double(pixel.z))
        }
        return sum / 64
      }
    }
  }

  @Test("two pixels give the very bytes that can be worked out by hand")
  func bytes() {
    let picture = Image(width: 2, height: 1, samples: [255, 255, 255, 0, 0, 0])
    #expect(
      SixelImage(picture).text
        == "\u{1b}P0;1;0q\"1;1;2;1#0;2;0;0;0#1;2;100;100;100#0?@$#1@\u{1b}\\")
  }

  @Test("runs of more than three are counted")
  func runs() {
    let line = Image(width: 9, height: 6, color: .white)
    #expect(SixelImage(line).text.contains("#0!9~\u{1b}"))
    let short = Image(width: 3, height: 6, color: .white)
    #expect(SixelImage(short).text.contains("#0~~~\u{1b}"))
  }

  @Test(
    "every pixel is drawn once, and nothing below the last row",
    arguments: [(1, 1), (7, 5), (7, 6), (7, 7), (13, 12), (5, 17)])
  func coverage(width: Int, height: Int) throws {
    let decoded = try #require(
      DecodedSixels(SixelImage(noise(width: width, height: height)).text))
    #expect((decoded.width, decoded.height) == (width, height))
    #expect(decoded.pixels.allSatisfy { $0 != nil })
    #expect(decoded.bands == (height + 5) / 6)
  }

  @Test("colours that sixels have exactly come back exactly, wherever they are")
  func exactColors() throws {
    // Multiples of 5 % are whole samples: 255 · 20 % = 51.
    let levels: [UInt8] = [0, 51, 102, 153, 204, 255]
    var samples: [UInt8] = []
    for red in levels {
      for green in levels { samples += [red, green, 51, red, green, 204] }
    }
    let picture = Image(width: 12, height: 6, samples: samples)
    let decoded = try #require(DecodedSixels(SixelImage(picture).text))
    #expect(decoded.palette.count == 72)
    #expect(decoded.pixels == colors(of: picture))
  }

  @Test("gray pictures and pictures with opacity are drawn like coloured ones")
  func formats() {
    let gray = Image(width: 3, height: 2, format: .gray, samples: [0, 40, 80, 120, 160, 255])
    let rgb = Image(width: 3, height: 2, samples: gray.samples.flatMap { [$0, $0, $0] })
    let rgba = Image(
      width: 3, height: 2, format: .rgba, samples: gray.samples.flatMap { [$0, $0, $0, 7] })
    #expect(SixelImage(gray) == SixelImage(rgb))
    #expect(SixelImage(rgba) == SixelImage(rgb))
  }

  @Test("the palette has as many colours as are allowed, at most", arguments: [2, 16, 100, 256])
  func paletteSize(count: Int) throws {
    let decoded = try #require(
      DecodedSixels(SixelImage(noise(width: 40, height: 40), colors: count).text))
    #expect(decoded.palette.count <= count)
    #expect(decoded.palette.count > count / 2)
  }

  @Test("a heat map keeps its colours up to three of sixels' levels")
  func heatmap() throws {
    let decoded = try #require(DecodedSixels(SixelImage(ramp).text))
    let distances = zip(decoded.pixels.compactMap(\.self), colors(of: ramp)).map {
      $0.distance(to: $1)
    }
    // A level is 2.55 samples. Rounding and what comes from neighbours miss up to one level each;
    // the palette, which is a line through the cube of colours, may lack the one between.
    #expect((distances.max() ?? .infinity) <= 3 * 2.55)
    #expect(distances.reduce(0, +) / Double(distances.count) <= 2.55)
  }

  @Test("few colours, spread over neighbours, still have the right mean", arguments: [16, 64])
  func dithering(count: Int) throws {
    let decoded = try #require(DecodedSixels(SixelImage(ramp, colors: count).text))
    let found = means(of: decoded.pixels.compactMap(\.self), width: 256)
    let expected = means(of: colors(of: ramp), width: 256)
    let errors = zip(found, expected).map { (($0 - $1) * ($0 - $1)).sum().squareRoot() }
    // The error that stays inside a square of 64 pixels is what crosses its border: of the order of
    // one pixel's error in the 16 of two sides.
    #expect(errors.reduce(0, +) / Double(errors.count) < 3)
    #expect((errors.max() ?? 0) < 16)
  }

  @Test("a picture of all colours is shown with errors as small as 256 boxes allow")
  func paletteError() throws {
    let picture = noise(width: 64, height: 64)
    let decoded = try #require(DecodedSixels(SixelImage(picture).text))
    // Uniform colours cut into 256 equal boxes have sides of 256 / 256^(1/3) = 40 samples; squared
    // errors of 3 · 40² / 12 = 400 on average, and dithering adds as much again at most.
    let errors = zip(decoded.pixels.compactMap(\.self), colors(of: picture)).map {
      pow($0.distance(to: $1), 2)
    }
    #expect(errors.reduce(0, +) / Double(errors.count) < 800)
  }
}

extension SIMD3<UInt8> {
  fileprivate func distance(to other: SIMD3<UInt8>) -> Double {
    let difference =
      SIMD3<Double>(Double(x), Double(y), Double(z))
      - SIMD3<Double>(Double(other.x), Double(other.y), Double(other.z))
    return (difference * difference).sum().squareRoot()
  }
}
