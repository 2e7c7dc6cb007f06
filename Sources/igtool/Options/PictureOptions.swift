import ArgumentParser
import Explaining
import Imaging
import Inputs

/// How pictures are read.
struct PictureOptions: ParsableArguments {
  @Flag(help: "Go on with damaged pictures, as far as they can be read, and record a warning.")
  var allowCorrupt = false

  @Option(
    help: ArgumentHelp(
      "Most pixels that a picture may have [\(DecodingOptions().maximumPixels)]. Each takes 3 bytes, of "
        + "turned pictures 6 and of progressive JPEGs up to 9 while they are read.",
      valueName: "n"))
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp(
      "Most bytes that a file may have, as in 400M [\(ImageFile.maximumLength) of a picture, "
        + "\(TableFile.byteLimit) of a table or texts, \(ArrayFile.byteLimit) of an array].",
      valueName: "bytes"))
  var maxFileBytes: LargeNumber?

  @Option(
    help: ArgumentHelp(
      "Colour behind transparent pixels, red, green, blue [255,255,255].", valueName: "r,g,b"),
    transform: Triple.init(option:))
  var background: Triple?

  @Flag(help: "Leave pictures as they are stored, whatever their EXIF orientation.")
  var ignoreExif = false

  /// Refuses colours and limits that make no sense.
  func validate() throws {
    if let maxPixels, maxPixels < 1 { throw ValidationError("--max-pixels must be at least 1") }
    if let background, !background.values.allSatisfy({ (0...255).contains($0) }) {
      throw ValidationError("--background needs three numbers from 0 to 255")
    }
  }

  /// Puts what was typed into a request for reading pictures.
  func write(to reading: inout ReadingRequest) {
    if allowCorrupt { reading.allowCorrupt = true }
    if let maxPixels { reading.maximumPixels = maxPixels }
    if let maxFileBytes { reading.limits.fileBytes = maxFileBytes.value }
    if let background { reading.background = background.values.map { UInt8($0.rounded()) } }
    if ignoreExif { reading.ignoreExif = true }
  }

  /// What was typed, over defaults.
  var reading: ReadingRequest {
    var reading = ReadingRequest()
    write(to: &reading)
    return reading
  }

  /// The same as Imaging takes it.
  var decoding: DecodingOptions { reading.decoding }
}
