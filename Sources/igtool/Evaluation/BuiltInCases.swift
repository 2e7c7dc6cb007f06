import Explaining
import Files
import Foundation
import Imaging
import Inputs
import Models

/// Inputs of built-in networks of which it is known what matters, as files in a folder of their own.
final class BuiltInCases {
  /// The inputs of one network.
  struct Case {
    /// What the inputs are, in a heading.
    let title: String
    /// Name or path of the network.
    let model: String
    /// Files of inputs.
    let sources: [InputSource]
    /// What matters of them.
    let truth: GroundTruth
    /// What expected gradients draw from.
    let references: String
    /// The methods that are measured.
    let rows: [MethodRow]
  }

  /// The inputs of each network.
  private(set) var cases: [Case] = []
  private let folder: String
  private var files: [String] = []

  private static let perRow = 10
  private static let columns = ["column 3", "column 6", "column 10"]

  /// A text of the built-in truth.
  private struct Text: Decodable {
    let text: String
    let spans: [[Int]]
  }

  /// Writes all files.
  ///
  /// - Throws: `Failure` where they cannot be written.
  init() throws {
    folder = FilePath.join(
      NSTemporaryDirectory(), "igtool-truth-\(ProcessInfo.processInfo.processIdentifier)")
    try makeFolder(folder)
    cases = [try pictures(), try tables(), try texts()]
  }

  deinit { remove() }

  /// Removes all files.
  func remove() {
    for path in files.reversed() {
      try? FileManager.default.removeItem(atPath: path)
      Interruption.didWrite(path)
    }
    files = []
  }

  private func pictures() throws -> Case {
    let tiles = try Self.tiles(GroundTruthFiles.pictures)
    let sources = try write(tiles, to: "pictures")
    _ = try write(try Self.tiles(GroundTruthFiles.masks), to: "masks")
    _ = try write(try Self.tiles(GroundTruthFiles.references), to: "references")
    return Case(
      title: "\(tiles.count) pictures of shapes, whose objects are known to the pixel",
      model: "shapes", sources: sources, truth: .masks(path: FilePath.join(folder, "masks")),
      references: FilePath.join(folder, "references"), rows: BuiltInRows.pictures)
  }

  private func tables() throws -> Case {
    let network = try write(GroundTruthFiles.columnsNetwork, to: "columns.onnx")
    let rows = try write(GroundTruthFiles.rows, to: "rows.csv")
    return Case(
      title: "100 rows, of whose 12 columns 3 are known to matter", model: network,
      sources: [InputSource(path: rows)], truth: .columns(Self.columns), references: rows,
      rows: BuiltInRows.tables)
  }

  private func texts() throws -> Case {
    let texts = try JSONDecoder().decode([Text].self, from: GroundTruthFiles.texts)
    let lines = texts.map(\.text).joined(separator: "\n") + "\n"
    let path = try write(Data(lines.utf8), to: "texts.txt")
    return Case(
      title: "\(texts.count) texts, whose telling words are known", model: "mood",
      sources: [InputSource(path: path)],
      truth: .spans(texts.map { $0.spans.map { $0[0]..<$0[1] } }), references: path,
      rows: BuiltInRows.texts)
  }

  /// The pictures of a sheet, ten in a row.
  private static func tiles(_ sheet: Data) throws -> [Image] {
    let image = try Image.decode(Array(sheet)).image
    let side = image.width / perRow
    let count = image.height / side * perRow
    return (0..<count).map { tile(of: image, $0, side: side) }
  }

  private static func tile(of sheet: Image, _ number: Int, side: Int) -> Image {
    let (left, top) = (number % perRow * side, number / perRow * side)
    var samples: [UInt8] = []
    for row in top..<top + side {
      let first = 3 * (row * sheet.width + left)
      samples += sheet.samples[first..<first + 3 * side]
    }
    return Image(width: side, height: side, samples: samples)
  }

  private func write(_ images: [Image], to name: String) throws -> [InputSource] {
    try makeFolder(FilePath.join(folder, name))
    return try images.enumerated().map { place, image in
      let file = String(format: "%03d.png", place + 1)
      return InputSource(path: try write(Data(try image.pngData()), to: FilePath.join(name, file)))
    }
  }

  private func makeFolder(_ path: String) throws {
    do { try Folder.make(path) } catch {
      throw Failure(
        .cannotCreate, "\(path): \(error); set TMPDIR to a folder that can be written to")
    }
    files.append(path)
    Interruption.willWrite(path)
  }

  private func write(_ data: Data, to name: String) throws -> String {
    let path = FilePath.join(folder, name)
    Interruption.willWrite(path)
    files.append(path)
    do { try data.write(to: URL(fileURLWithPath: path)) } catch {
      throw Failure(.inputOutput, "\(path): \(error.localizedDescription)")
    }
    return path
  }
}
