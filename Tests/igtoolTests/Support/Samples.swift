import Foundation

/// Files of the repository that tests read.
enum Samples {
  private static let tests = ((#filePath as NSString).deletingLastPathComponent as NSString)
    .deletingLastPathComponent
  private static let root = ((tests as NSString).deletingLastPathComponent as NSString)
    .deletingLastPathComponent

  /// Folder of the built-in networks.
  static let models = root + "/Models"
  /// Folder of the built-in network of pictures.
  static let shapes = root + "/Models/shapes"
  /// Folder of the pictures that the built-in network knows.
  static let folder = shapes + "/samples"
  /// Folder of small networks that other programs wrote.
  static let networks =
    (tests as NSString).deletingLastPathComponent + "/ClassificationTests/Networks"
  /// A network of a picture and four numbers.
  static let branches =
    (tests as NSString).deletingLastPathComponent + "/ExplainingTests/Goldens/branches.onnx"
  /// Folder of reference values.
  static let goldens = tests + "/Goldens"
  /// Pictures of 96×96 pixels.
  static let star = folder + "/star.png"
  static let ring = folder + "/ring.png"

  /// Bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
