import Files
import Imaging
import Inputs

/// Which pixels of a photo matter.
struct TruthMask {
  /// At the photo's size, 255 where a pixel matters.
  private let image: Image

  /// What is at least half white counts.
  private static let threshold: UInt8 = 128

  /// A mask of a photo's size.
  init(_ image: Image) { self.image = image }

  /// Reads the mask of a photo: a file, or that of the photo's name in a folder.
  ///
  /// - Throws: `TruthError` where there is none, or it has another size; `UnreadablePicture`.
  init(path: String, for photo: Photo) throws {
    var path = path
    if FileKind(path) == .folder {
      let folder = path
      path = FilePath.join(folder, photo.picture.stem + ".png")
      guard FileKind(path) != .missing else {
        throw TruthError.noMask(photo: photo.picture.displayName, folder: folder)
      }
    }
    let found = try InputSource(path: path).decode(DecodingOptions()).image
    let upright = photo.decoded.image
    guard found.width == upright.width, found.height == upright.height else {
      throw TruthError.wrongSize(
        mask: path, found: Size(width: found.width, height: found.height),
        photo: photo.picture.displayName,
        expected: Size(width: upright.width, height: upright.height))
    }
    image = found
  }

  /// Returns which pixels of a network's input matter: the mask goes the way of its photo, and what
  /// surrounds a photo that is padded does not matter.
  func pixels(for reader: PictureReader?, as photo: Photo) -> [Bool] {
    guard let reader else { return [] }
    let fitted = image.fitted(
      width: reader.size.width, height: reader.size.height, fit: reader.fit,
      filter: reader.filter, cropRatio: reader.cropRatio
    ).image
    return stride(from: 0, to: fitted.samples.count, by: fitted.format.channels).map {
      fitted.samples[$0] >= Self.threshold
    }
  }
}

/// Rectangles of photos that matter, from a file of lines `file,left,top,right,bottom`.
public struct Boxes: Sendable {
  private let path: String
  private let rectangles: [String: [Rectangle]]

  /// Whether a path is that of a CSV.
  static func isBoxes(_ path: String) -> Bool { path.lowercased().hasSuffix(".csv") }

  /// Reads a CSV with one box on each line, pixels of the upright photo from its upper left corner:
  /// `left` and `top` belong to the box, `right` and `bottom` are its edges. A first line whose edges
  /// are no numbers names the columns. Several lines of one file are several boxes.
  ///
  /// - Throws: `TruthError.badBox`, `.unreadable`.
  init(path: String) throws(TruthError) {
    var rectangles: [String: [Rectangle]] = [:]
    for line in try TruthLines(path: path).lines {
      let cells = line.cells
      let edges = cells.suffix(4).compactMap { Double($0) }
      if line.number == 1 && edges.isEmpty { continue }
      guard cells.count >= 5, edges.count == 4, edges.allSatisfy(\.isFinite),
        edges[0] < edges[2], edges[1] < edges[3]
      else { throw .badBox(file: path, line: line.number, found: line.text) }
      let name = cells.dropLast(4).joined(separator: ",")
      rectangles[FilePath.name(of: TruthLines.unquoted(name)), default: []].append(
        Rectangle(
          x: edges[0], y: edges[1], width: edges[2] - edges[0], height: edges[3] - edges[1]))
    }
    (self.path, self.rectangles) = (path, rectangles)
  }

  /// Returns the pixels of a photo whose middles lie in its boxes.
  func mask(for photo: Photo) throws(TruthError) -> TruthMask {
    let name = FilePath.name(of: photo.picture.path)
    guard let boxes = rectangles[name] else { throw .noBox(photo: name, file: path) }
    let (width, height) = (photo.decoded.image.width, photo.decoded.image.height)
    var mask = Image(width: width, height: height, color: .black)
    for box in boxes {
      let columns = Self.pixels(from: box.x, length: box.width, of: width)
      let rows = Self.pixels(from: box.y, length: box.height, of: height)
      guard !columns.isEmpty, !rows.isEmpty else {
        throw .outside(file: path, photo: name, size: Size(width: width, height: height))
      }
      for row in rows {
        let line = 3 * (row * width + columns.lowerBound)..<3 * (row * width + columns.upperBound)
        mask.samples.replaceSubrange(line, with: repeatElement(255, count: line.count))
      }
    }
    return TruthMask(mask)
  }

  /// The pixels of a line whose middles lie in a part of it.
  private static func pixels(from start: Double, length: Double, of count: Int) -> Range<Int> {
    let limit = Double(count)
    let first = Int(min(max((start - 0.5).rounded(.up), 0), limit))
    let end = Int(min(max((start + length - 0.5).rounded(.up), 0), limit))
    return first..<max(first, end)
  }
}
