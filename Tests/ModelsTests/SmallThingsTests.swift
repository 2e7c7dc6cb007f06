import Foundation
import Models
import TestSupport
import Testing

@Suite("Checksums, labels, sizes and near matches") struct SmallThingsTests {
  @Test("SHA-256 agrees with the examples of FIPS 180-4, from memory and from a file")
  func checksum() throws {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(Checksum.sha256(of: Data("abc".utf8)) == abc)
    #expect(Checksum.sha256(of: Data()) == empty)
    let folder = try TemporaryFolder()
    #expect(try Checksum.sha256(ofFile: folder.write("abc", "abc")) == abc)
    #expect(try Checksum.sha256(ofFile: folder.write("empty", "")) == empty)
    // Longer than one piece, and not a multiple of it.
    let long = Data(repeating: 97, count: 1_000_000)
    let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(Checksum.sha256(of: long) == million)
    #expect(try Checksum.sha256(ofFile: folder.write("long", long)) == million)
  }

  @Test("labels lose line ends, a byte order mark, and WordNet's identifiers if all have one")
  func labels() {
    #expect(LabelFile.parse(Data("a\nb\n".utf8)) == ["a", "b"])
    #expect(LabelFile.parse(Data("\u{FEFF}a\r\n\r\nb".utf8)) == ["a", "", "b"])
    let tench = LabelFile.parse(Data("n01440764 tench, Tinca\n".utf8))
    #expect(tench == ClassNames(["tench, Tinca"], identifiers: ["n01440764"]))
    #expect(LabelFile.parse(Data("n01440764 tench\nb\n".utf8)) == ["n01440764 tench", "b"])
    #expect(LabelFile.parse(Data()) == [])
  }

  @Test(
    "sizes are written in decimal units",
    arguments: [
      (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9949, "9.9 kB"),
      (9951, "10 kB"), (999_499, "999 kB"), (999_501, "1.0 MB"), (28_021_836, "28 MB"),
      (102_576_593, "103 MB"), (1 << 31, "2.1 GB"), (Int.max, "9.2 EB"),
    ])
  func byteCount(_ bytes: Int, _ text: String) {
    #expect(ByteCount(bytes).description == text)
  }

  @Test("near matches are those with the same beginning or few edits, the nearest first")
  func nearMatches() {
    let names = ["googlenet", "googlenet-12", "mobilenetv2-12", "shapes", "squeezenet"]
    #expect(NearMatches.of("gogglenet", among: names) == ["googlenet"])
    #expect(NearMatches.of("GoogLeNet", among: names) == ["googlenet", "googlenet-12"])
    #expect(NearMatches.of("shape", among: names) == ["shapes"])
    #expect(NearMatches.of("lenet", among: names).first == "googlenet")
    #expect(NearMatches.of("vgg", among: names) == [])
    #expect(NearMatches.of("", among: names) == [])
    #expect(NearMatches.editDistance("kitten", "sitting") == 3)
    #expect(NearMatches.editDistance("", "abc") == 3)
  }

  @Test("an error is one line that begins with where it happened or in lower case")
  func oneLine() {
    let errors: [ModelsError] = [
      .noCache, .cannotWrite(path: "/x", code: ENOSPC), .notRemovable(name: "a", location: "there"),
      .notEnoughSpace(folder: "/x", needed: 2_000_000, available: 10),
      .fileTooLarge(path: "/x", bytes: 3_000_000_000, limit: 1 << 31),
      .badSetting(variable: "IGTOOL_MIRROR", value: "x", expected: "an address"),
    ]
    for error in errors { #expect(!error.description.contains("\n")) }
    #expect(errors[1].description == "/x: cannot be written: no space left on device")
    #expect(errors[1].kind == .inputOutput)
    #expect(ModelsError.cannotWrite(path: "/x", code: EROFS).kind == .cannotCreate)
  }

  @Test("the command for doing it by hand survives a shell")
  func quoting() {
    let error = ModelsError.offline(name: "n", url: "https://a/b?c&d", target: "/it's me/n")
    #expect(error.description.hasSuffix(#"-o '/it'\''s me/n' 'https://a/b?c&d'"#))
    let archived = ModelsError.offline(
      name: "n", url: "https://a/b.zip", target: "/x y/n.pb", member: "m.pb")
    #expect(
      archived.description.hasSuffix(
        "-o '/x y/n.pb.zip' https://a/b.zip && unzip -p '/x y/n.pb.zip' m.pb > '/x y/n.pb'"))
  }
}
