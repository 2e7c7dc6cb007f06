import ArgumentParser
import Imaging

/// How pictures are read.
struct PictureOptions: ParsableArguments {
  @Flag(help: "Go on with damaged pictures, as far as they can be read, and record a warning.")
  var allowCorrupt = false

  @Option(help: ArgumentHelp("Most pixels that a picture may have.", valueName: "n"))
  var maxPixels = DecodingOptions().maximumPixels

  @Option(
    help: ArgumentHelp("Colour behind transparent pixels, red, green, blue.", valueName: "r,g,b"))
  var background = Triple(255)

  @Flag(help: "Leave pictures as they are stored, whatever their EXIF orientation.")
  var ignoreExif = false

  /// Refuses colours and limits that make no sense.
  func validate() throws {
    guard maxPixels > 0 else { throw ValidationError("--max-pixels must be at least 1") }
    guard background.values.allSatisfy({ (0...255).contains($0) }) else {
      throw ValidationError("--background needs three numbers from 0 to 255")
    }
  }

  /// The options as Imaging takes them.
  var decoding: DecodingOptions {
    let color = background.values.map { UInt8($0.rounded()) }
    return DecodingOptions(
      maximumPixels: maxPixels, allowCorrupt: allowCorrupt,
      background: Color(red: color[0], green: color[1], blue: color[2]),
      ignoreOrientation: ignoreExif)
  }
}
