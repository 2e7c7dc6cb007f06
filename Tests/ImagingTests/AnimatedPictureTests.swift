import Imaging
import Testing

@Suite("Animated pictures")
struct AnimatedPictureTests {
  private let colors = [Color.black, Color(red: 200, green: 10, blue: 30), .white]

  private var file: [UInt8] {
    get throws {
      try AnimatedPicture(
        colors.enumerated().map { index, color in
          .init(Image(width: 7, height: 5, color: color), milliseconds: 100 * (index + 1))
        }
      ).pngData()
    }
  }

  /// The parts of the file: type, data and checksum.
  private func chunks(_ file: [UInt8]) -> [(type: String, data: [UInt8])] {
    var chunks: [(type: String, data: [UInt8])] = []
    var start = 8
    while start < file.count {
      let length = number(file[start..<start + 4])
      let type = String(decoding: file[start + 4..<start + 8], as: UTF8.self)
      chunks.append((type, Array(file[start + 8..<start + 8 + length])))
      start += 12 + length
    }
    #expect(start == file.count)
    return chunks
  }

  private func number(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  @Test("a program that knows no animations sees the first frame")
  func firstFrame() throws {
    // The decoder checks the sums of the parts that it reads.
    let decoded = try Image.decode(file).image
    #expect(decoded == Image(width: 7, height: 5, color: .black))
  }

  @Test("every frame is there, numbered, with its time")
  func frames() throws {
    let chunks = chunks(try file)
    #expect(chunks.first?.type == "IHDR" && chunks.last?.type == "IEND")
    let animation = try #require(chunks.first { $0.type == "acTL" })
    #expect(animation.data == [0, 0, 0, 3, 0, 0, 0, 0])
    let controls = chunks.filter { $0.type == "fcTL" }.map(\.data)
    #expect(controls.map { number($0[20..<22]) } == [100, 200, 300])
    #expect(controls.allSatisfy { number($0[4..<8]) == 7 && number($0[8..<12]) == 5 })
    #expect(controls.allSatisfy { number($0[22..<24]) == 1000 && $0.count == 26 })
    let sequence = chunks.filter { ["fcTL", "fdAT"].contains($0.type) }
      .map { number($0.data[..<4]) }
    #expect(sequence == Array(0..<sequence.count))
  }

  @Test("the data of later frames are those of a PNG of their own")
  func laterFrames() throws {
    var found: [[UInt8]] = []
    for chunk in chunks(try file) {
      if chunk.type == "fcTL" { found.append([]) }
      if chunk.type == "IDAT" { found[found.count - 1] += chunk.data }
      if chunk.type == "fdAT" { found[found.count - 1] += chunk.data.dropFirst(4) }
    }
    for (data, color) in zip(found, colors) {
      let alone = try Image(width: 7, height: 5, color: color).pngData()
      #expect(data == chunks(alone).filter { $0.type == "IDAT" }.flatMap(\.data))
    }
  }

  @Test("checksums are those of the specification")
  func checksums() throws {
    // The last part of every PNG: no data, "IEND", AE 42 60 82.
    #expect(try file.suffix(12) == [0, 0, 0, 0, 73, 69, 78, 68, 0xAE, 0x42, 0x60, 0x82])
  }
}
