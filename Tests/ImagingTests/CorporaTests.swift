import Foundation
import Imaging
import Testing

/// The folder of test pictures that are not ours to distribute, from the environment.
private let corpora = ProcessInfo.processInfo.environment["IGTOOL_CORPORA"]

// Skipped without IGTOOL_CORPORA, a folder with png-suite, png-malformed, jpeg-malformed,
// jpeg-crashers and exif-orientation.
@Suite("Pictures of other people", .enabled(if: corpora != nil))
struct CorporaTests {
  private func files(_ folder: String) throws -> [String] {
    let root = try #require(corpora) + "/" + folder
    let names = try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
    return names.map { root + "/" + $0 }.filter {
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: $0, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }
  }

  @Test("All of PngSuite has the pixels that Pillow finds")
  func pngSuite() throws {
    let root = try #require(corpora) + "/png-suite/"
    let lines = PngSuiteGoldens.table.split(separator: "\n").map { $0.split(separator: " ") }
    var right = 0
    for line in lines {
      let decoded = try Image.decode(
        ImageFile.bytes(path: root + line[0] + ".png"), options: DecodingOptions())
      #expect(String(decoded.image.width) == line[1])
      #expect(String(decoded.image.height) == line[2])
      let isRight = fnv1a(decoded.image.samples) == UInt64(line[3], radix: 16)
      #expect(isRight, "\(line[0]) has other pixels")
      right += isRight ? 1 : 0
    }
    print("PngSuite: \(right) of \(lines.count) right")
  }

  @Test("All broken files of PngSuite are refused")
  func brokenPngSuite() throws {
    let broken = try files("png-suite").filter {
      $0.hasSuffix(".png") && $0.split(separator: "/").last?.first == "x"
    }
    #expect(broken.count == 14)
    for path in broken {
      #expect(throws: ImagingError.self, "\(path)") { try Image.read(path: path) }
    }
  }

  @Test("A landscape stored in each of the eight orientations is always seen upright")
  func orientations() throws {
    let root = try #require(corpora) + "/exif-orientation/Landscape_"
    let upright = try Image.read(path: root + "1.jpg").image.resampled(width: 180, height: 120)
    for orientation in 1...8 {
      let decoded = try Image.read(path: "\(root)\(orientation).jpg")
      #expect(decoded.orientation == orientation)
      #expect(decoded.image.width > decoded.image.height)
      let small = decoded.image.resampled(width: 180, height: 120)
      // Each file was compressed by itself; a wrong orientation differs by tens of levels.
      #expect(small.meanDifference(upright) < 4)
    }
  }

  @Test(
    "Malformed files give an answer or one typed error, soon, tolerant or not",
    arguments: ["png-malformed", "jpeg-malformed", "jpeg-crashers"])
  func malformed(folder: String) throws {
    for options in [DecodingOptions(), DecodingOptions(allowCorrupt: true)] {
      var (decoded, refused) = (0, 0)
      var slowest = Duration.zero
      for path in try files(folder) {
        let duration = ContinuousClock().measure {
          do throws(ImagingError) {
            _ = try Image.read(path: path, options: options)
            decoded += 1
          } catch {
            #expect(!error.description.contains("\n"))
            refused += 1
          }
        }
        #expect(duration < .seconds(2), "\(path) takes \(duration)")
        slowest = max(slowest, duration)
      }
      print(
        "\(folder), \(options.allowCorrupt ? "tolerant" : "strict"): \(decoded + refused) files,",
        "\(decoded) decoded, \(refused) refused, slowest \(slowest)")
    }
  }
}
