import Files
import Foundation
import Imaging
import Inputs

/// What is known to matter of samples.
public enum GroundTruth: Sendable {
  /// Pictures as large as the photos, white where something matters: one file for all photos, or a
  /// folder with one PNG for each, of the photo's name.
  case masks(path: String)
  /// Rectangles of photos, in their pixels, by the photos' names.
  case boxes(Boxes)
  /// Columns of a table.
  case columns([String])
  /// Words that matter wherever they stand, in any case.
  case words([String])
  /// Columns of each row, or words of each line of a file of texts.
  case rows(NamesOfRows)
  /// Bytes of every line of a text that matter, as UTF-8.
  case spans([[Range<Int>]])

  /// Reads what was typed: for networks that read pictures a mask, a folder of masks or a CSV of boxes,
  /// for others names with commas between them, or a CSV with such names for each row or line.
  ///
  /// - Throws: `TruthError` for what a kind of samples has no truth of, or what cannot be read.
  public init(_ text: String, for kind: SampleKind) throws {
    switch kind {
    case .picture where Boxes.isBoxes(text): self = .boxes(try Boxes(path: text))
    case .picture:
      guard FileKind(text) != .missing else { throw TruthError.noFile(path: text) }
      self = .masks(path: text)
    case .table where Boxes.isBoxes(text), .tokens where Boxes.isBoxes(text):
      self = .rows(try NamesOfRows(path: text))
    case .table: self = .columns(try Self.names(text))
    case .tokens: self = .words(try Self.names(text))
    case .array, .several: throw TruthError.noTruth(kind: kind)
    }
  }

  private static func names(_ text: String) throws(TruthError) -> [String] {
    let names = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard !names.isEmpty, !names.contains("") else { throw .noNames(text) }
    return names
  }

  /// Returns which parts of a sample matter: pixels of the network's input, columns, words.
  ///
  /// - Throws: `TruthError` where nothing of it does, or truth and sample do not fit each other.
  public func known(in sample: Sample, of network: ExplainableNetwork) throws -> [Bool] {
    let known: [Bool]
    switch (self, sample.subject) {
    case (.masks(let path), .picture(let photo)):
      let mask = try TruthMask(path: path, for: photo)
      known = mask.pixels(for: network.pictureReader, as: photo)
    case (.boxes(let boxes), .picture(let photo)):
      let mask = try boxes.mask(for: photo)
      known = mask.pixels(for: network.pictureReader, as: photo)
    case (.columns(let names), .row(_, let table)):
      known = try Self.columns(names, of: table)
    case (.words(let words), .text(let text, _)):
      known = Self.words(words, of: text)
    case (.rows(let rows), .row(_, let table)):
      known = try Self.columns(try rows.names(of: sample), of: table)
    case (.rows(let rows), .text(let text, _)):
      known = Self.words(try rows.names(of: sample), of: text)
    case (.spans(let lines), .text(let text, _)):
      known = Self.words(of: text, in: lines, at: sample.source.number)
    default: throw TruthError.noTruth(kind: sample.kind)
    }
    guard known.contains(true) else {
      throw TruthError.nothingMatters(sample: sample.source.displayName)
    }
    return known
  }

  private static func columns(
    _ names: [String], of table: ReadTable
  ) throws(TruthError) -> [Bool] {
    let columns = table.reader.columns.map(\.name)
    if let name = names.first(where: { !columns.contains($0) }) {
      throw .unknownColumn(name, columns: columns)
    }
    return columns.map(names.contains)
  }

  private static func words(_ words: [String], of text: TokenizedText) -> [Bool] {
    let wanted = Set(words.map { $0.lowercased() })
    return text.words.map { wanted.contains($0.text.lowercased()) }
  }

  private static func words(
    of text: TokenizedText, in lines: [[Range<Int>]], at number: Int?
  ) -> [Bool] {
    let spans = number.map { $0 > 0 && $0 <= lines.count ? lines[$0 - 1] : [] } ?? []
    return text.words.map { word in
      guard let range = word.range else { return false }
      return spans.contains {
        $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound
      }
    }
  }
}

/// What is wrong with what is said to matter. Each description is one line: where, what was expected,
/// what was found, what to do.
public enum TruthError: Error, Hashable {
  /// Nothing has this path.
  case noFile(path: String)
  /// A photo without a mask in a folder.
  case noMask(photo: String, folder: String)
  /// A mask of another size than its photo.
  case wrongSize(mask: String, found: Size, photo: String, expected: Size)
  /// A photo without a box.
  case noBox(photo: String, file: String)
  /// A line of a file that is no box.
  case badBox(file: String, line: Int, found: String)
  /// A row that a file says nothing of.
  case noRow(sample: String, file: String)
  /// A line of a file that is no row.
  case badRow(file: String, line: Int, found: String)
  /// A box that does not lie in its photo.
  case outside(file: String, photo: String, size: Size)
  /// A column that rows do not have.
  case unknownColumn(String, columns: [String])
  /// No names between commas.
  case noNames(String)
  /// Nothing of a sample matters.
  case nothingMatters(sample: String)
  /// Truth of a kind that there is none of.
  case noTruth(kind: SampleKind)
  /// A file that cannot be read.
  case unreadable(path: String, reason: String)
}

extension TruthError: CustomStringConvertible {
  /// The error in one line.
  public var description: String {
    switch self {
    case .noFile(let path):
      "--truth \(path): no such file; expected a mask (PNG), a folder of masks or a CSV of boxes"
    case .noMask(let photo, let folder):
      "\(photo): expected a mask of its name, as in NAME.png, in \(folder), found none"
    case .wrongSize(let mask, let found, let photo, let expected):
      "\(mask): expected \(expected.width)x\(expected.height) pixels as \(photo) has, upright, found "
        + "\(found.width)x\(found.height)"
    case .noBox(let photo, let file):
      "\(file): no line for \(photo); expected file,left,top,right,bottom"
    case .badBox(let file, let line, let found):
      "\(file), line \(line): expected file,left,top,right,bottom with left < right and top < bottom, in "
        + "pixels, found \(found)"
    case .noRow(let sample, let file):
      "\(sample): \(file) has no line for it; expected its number, from 1, and names behind it"
    case .badRow(let file, let line, let found):
      "\(file), line \(line): expected a row's number, from 1, and names behind it, with commas between "
        + "them, found \(found)"
    case .outside(let file, let photo, let size):
      "\(file): a box of \(photo) has no pixel in common with the photo's "
        + "\(size.width)x\(size.height); boxes are in the upright photo's pixels"
    case .unknownColumn(let name, let columns):
      "--truth \(name): no such column; the rows have \(columns.joined(separator: ", "))"
    case .noNames(let text):
      "--truth \"\(text)\": expected names with commas between them"
    case .nothingMatters(let sample):
      "\(sample): nothing that the network sees of it matters by --truth; expected one part at least"
    case .noTruth(let kind):
      "--truth: of \(kind.samples) nothing is known that could matter; expected pictures, rows of a table "
        + "or texts"
    case .unreadable(let path, let reason): "\(path): \(reason)"
    }
  }

  /// Whether a file is not there.
  public var isMissingFile: Bool {
    switch self {
    case .noFile, .unreadable: true
    default: false
    }
  }

  /// Whether the request is wrong, rather than the data.
  public var isAboutRequest: Bool {
    switch self {
    case .unknownColumn, .noNames, .noTruth: true
    default: false
    }
  }
}
