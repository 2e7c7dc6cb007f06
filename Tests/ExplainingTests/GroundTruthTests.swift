import Explaining
import Foundation
import Imaging
import Inputs
import Models
import TestSupport
import Testing

@Suite("What is known to matter") struct GroundTruthTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func network(_ change: (inout NetworkRequest) -> Void = { _ in }) throws
    -> ExplainableNetwork
  {
    var request = NetworkRequest(model: "shapes")
    change(&request)
    return try ExplainableNetwork(ModelStore(environment: [:]).locate("shapes"), request)
  }

  /// Writes a picture, white in some columns and rows of pixels and black elsewhere.
  private func picture(
    _ name: String, _ width: Int, _ height: Int, white: (columns: Range<Int>, rows: Range<Int>)
  ) throws -> String {
    var image = Image(width: width, height: height, color: .black)
    for y in white.rows {
      for x in white.columns {
        for channel in 0..<3 { image.samples[3 * (y * width + x) + channel] = 255 }
      }
    }
    return try folder.write(name, Data(try image.pngData()))
  }

  private func known(
    _ truth: GroundTruth, _ photo: String, _ network: ExplainableNetwork
  ) throws -> [Bool] {
    let queue = try network.reader.queue(
      SampleRequest(sources: [InputSource(path: photo)]), ReadingRequest())
    return try truth.known(in: try queue.read(queue.sources[0]), of: network)
  }

  /// Columns and rows of the network's 96×96 pixels.
  private func pixels(_ columns: Range<Int>, _ rows: Range<Int>) -> [Bool] {
    (0..<96 * 96).map { columns.contains($0 % 96) && rows.contains($0 / 96) }
  }

  @Test("A mask goes the way of its photo: scaled and padded, or cut, or stretched")
  func placements() throws {
    let photo = try picture("photo.png", 192, 96, white: (0..<0, 0..<0))
    let mask = try picture("masks/photo.png", 192, 96, white: (96..<144, 0..<48))
    for truth in [mask, folder.path + "/masks"] {
      let truth = try GroundTruth(truth, for: .picture)
      // 192×96 becomes 96×48 with 24 rows of padding above.
      #expect(try known(truth, photo, network { $0.fit = .pad }) == pixels(48..<72, 24..<48))
      // The middle 96 columns.
      #expect(try known(truth, photo, network { $0.fit = .crop }) == pixels(48..<96, 0..<48))
      #expect(try known(truth, photo, network { $0.fit = .stretch }) == pixels(48..<72, 0..<48))
    }
  }

  @Test("Boxes are those of the photo's name, several of them together, cut to the photo")
  func boxes() throws {
    let photo = try picture("a/photo.png", 96, 96, white: (0..<0, 0..<0))
    let file = try folder.write(
      "boxes.csv",
      "file,left,top,right,bottom\r\nphoto.png,10,20,30,40\nother.png,0,0,9,9\n\nx/photo.png,90,90,200,97\n"
    )
    let found = try known(try GroundTruth(file, for: .picture), photo, network())
    let expected = zip(pixels(10..<30, 20..<40), pixels(90..<96, 90..<96)).map { $0 || $1 }
    #expect(found == expected)
  }

  @Test("What does not fit is told")
  func errors() throws {
    let network = try network()
    let photo = try picture("photo.png", 96, 96, white: (0..<0, 0..<0))
    func error(_ text: String) -> TruthError? {
      #expect(throws: TruthError.self) {
        _ = try known(try GroundTruth(text, for: .picture), photo, network)
      }
    }
    func boxes(_ text: String) throws -> String { try folder.write("boxes.csv", text) }
    let small = try picture("small.png", 48, 96, white: (0..<48, 0..<96))
    #expect(
      error(small)
        == .wrongSize(
          mask: small, found: Size(width: 48, height: 96), photo: photo,
          expected: Size(width: 96, height: 96)))
    #expect(error(photo) == .nothingMatters(sample: photo))
    #expect(error(folder.path + "/none") == .noFile(path: folder.path + "/none"))
    let empty = folder.path + "/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(error(empty) == .noMask(photo: photo, folder: empty))
    let path = try boxes("other.png,0,0,9,9\n")
    #expect(error(path) == .noBox(photo: "photo.png", file: path))
    #expect(
      error(try boxes("photo.png,9,0,9,9\n"))
        == .badBox(file: path, line: 1, found: "photo.png,9,0,9,9"))
    #expect(
      error(try boxes("photo.png,100,0,109,9\n"))
        == .outside(file: path, photo: "photo.png", size: Size(width: 96, height: 96)))
  }

  @Test("Columns and words are named")
  func names() throws {
    let iris = try ExplainedSamples("iris")
    let rows = try iris.network.reader.queue(
      SampleRequest(
        sources: [InputSource(path: "\(ExplainedSamples.models)/iris/samples.csv")]),
      ReadingRequest())
    let row = try rows.read(rows.sources[0])
    guard case .row(_, let table) = row.subject else { throw TruthError.noTruth(kind: .array) }
    let columns = table.reader.columns.map(\.name)
    let truth = try GroundTruth("\(columns[2]), \(columns[0])", for: .table)
    #expect(
      try truth.known(in: row, of: iris.network) == columns.indices.map { $0 == 0 || $0 == 2 })
    #expect(throws: TruthError.unknownColumn("petals", columns: columns)) {
      _ = try GroundTruth("petals", for: .table).known(in: row, of: iris.network)
    }
    #expect(throws: TruthError.noNames("a,,b")) { _ = try GroundTruth("a,,b", for: .table) }
    #expect(throws: TruthError.noTruth(kind: .array)) { _ = try GroundTruth("a", for: .array) }

    let mood = try ExplainedSamples("mood")
    let texts = try mood.network.reader.queue(
      SampleRequest(text: "The walk was quite great."), ReadingRequest())
    let text = try texts.read(texts.sources[0])
    let words = try GroundTruth("GREAT,ugly", for: .tokens).known(in: text, of: mood.network)
    guard case .text(let read, _) = text.subject else { throw TruthError.noTruth(kind: .array) }
    #expect(words == read.words.map { $0.text == "great" } && words.contains(true))
  }

  @Test("A file may tell of each row what matters, and of each text")
  func rows() throws {
    let iris = try ExplainedSamples("iris")
    let table = try iris.network.reader.queue(
      SampleRequest(sources: [InputSource(path: "\(ExplainedSamples.models)/iris/samples.csv")]),
      ReadingRequest())
    guard case .row(_, let read) = try table.read(table.sources[0]).subject else {
      throw CocoaError(.featureUnsupported)
    }
    let columns = read.reader.columns.map(\.name)
    let lines =
      "row,columns\n1,\"\(columns[3])\"\n2, \(columns[0]) ,\(columns[1])\n2,\(columns[2])\n"
    let truth = try GroundTruth(try folder.write("rows.csv", Data(lines.utf8)), for: .table)
    func known(_ place: Int) throws -> [Bool] {
      try truth.known(in: try table.read(table.sources[place]), of: iris.network)
    }
    #expect(try known(0) == [false, false, false, true])
    #expect(try known(1) == [true, true, true, false])
    #expect(throws: TruthError.self) { try known(2) }
    let mood = try ExplainedSamples("mood")
    let path = try folder.write("texts.txt", Data("A great walk.\nA bad film.\n".utf8))
    let texts = try mood.network.reader.queue(
      SampleRequest(sources: [InputSource(path: path)]), ReadingRequest())
    let words = try GroundTruth(
      try folder.write("words.csv", Data("1,Great\n2,bad,film\n".utf8)), for: .tokens)
    let found = try texts.sources.map { source in
      try words.known(in: try texts.read(source), of: mood.network).count(where: \.self)
    }
    #expect(found == [1, 2])
    for text in ["1\n", "x,a\ny,b\n", "0,a\n", "1,,\n"] {
      let path = try folder.write("bad.csv", Data(text.utf8))
      #expect(throws: TruthError.self) { try GroundTruth(path, for: .table) }
    }
  }
}
