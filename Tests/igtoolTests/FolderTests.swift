import Foundation
import Testing

/// Folders of pictures, and folders in them.
struct FolderTests {
  private let sandbox = Sandbox()

  private func put(_ source: String, _ names: String...) throws {
    for name in names { try sandbox.write(try Samples.bytes(source), to: name) }
  }

  private func outputs(_ folder: String) -> [String] {
    sandbox.files.filter { $0.hasPrefix(folder + "/") }
  }

  @Test("-r walks folders in folders, and outputs keep their places")
  func recursive() throws {
    try put(Samples.star, "data/train/star/001.png", "data/test/star/001.png")
    try put(Samples.ring, "data/train/ring/001.png", "data/top.png")
    let outcome = try sandbox.explain("-r", "data", "--save", "mask", "-o", "maps")
    #expect(outcome.status == 0)
    #expect(
      outputs("maps") == [
        "maps/test/star/001.mask.png", "maps/top.mask.png", "maps/train/ring/001.mask.png",
        "maps/train/star/001.mask.png",
      ])
    let names = outcome.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(
      names.prefix(4) == [
        "top.png", "test/star/001.png", "train/ring/001.png", "train/star/001.png",
      ])
    let alone = try sandbox.explain("data/train/star/001.png", "--save", "mask", "-o", "one")
    #expect(alone.status == 0)
    #expect(try sandbox.bytes("one/001.mask.png") == sandbox.bytes("maps/train/star/001.mask.png"))
  }

  @Test(
    "pictures of one name in several folders are no clash",
    arguments: [["a/001.png", "b/001.png"], ["a", "b"], ["?/*.png"], ["a/", "./b"]])
  func classes(arguments: [String]) throws {
    try put(Samples.star, "a/001.png")
    try put(Samples.ring, "b/001.png")
    let all = ["explain", "--model", "shapes", "--steps", "2", "--save", "mask", "-o", "maps"]
    let outcome = try sandbox.run(all + arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outputs("maps") == ["maps/a/001.mask.png", "maps/b/001.mask.png"])
    #expect(try sandbox.bytes("maps/a/001.mask.png") != sandbox.bytes("maps/b/001.mask.png"))
  }

  @Test("a picture in a folder of its own keeps its name alone, and a pattern may say the folder")
  func placeholder() throws {
    try put(Samples.star, "a/b/001.png", "a/c/001.png")
    try sandbox.explain("a/b/001.png", "--save", "mask", "-o", "one")
    #expect(outputs("one") == ["one/001.mask.png"])
    let outcome = try sandbox.explain(
      "-r", "a", "--save", "mask", "-o", "two", "--name", "{product}/{folder}/{stem}")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outputs("two") == ["two/mask/b/001.png", "two/mask/c/001.png"])
  }

  @Test("two pictures of one folder that would write the same files are an error before any work")
  func sameStem() throws {
    try put(Samples.star, "a/x.png", "a/x.PNG")
    expectFailure(
      try sandbox.explain("a", "-o", "maps"), status: 64, "would both write x.*")
    #expect(outputs("maps").isEmpty)
  }

  @Test("what is passed over is counted by kind, and folders that are not searched are told")
  func skipped() throws {
    try put(Samples.star, "photos/star.png", "photos/deep/star.png", "photos/named")
    let webP = Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8)
    try sandbox.write(webP, to: "photos/a.webp")
    try sandbox.write(webP, to: "photos/b.webp")
    try sandbox.write(Array("notes".utf8), to: "photos/notes.txt")
    try sandbox.write([0xd0, 0xcf, 0x11, 0xe0, 0], to: "photos/Thumbs.db")
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path("photos/gone"), withDestinationPath: "nowhere")
    let outcome = try sandbox.shell(
      """
      mkfifo photos/pipe.png
      "$IGTOOL" explain photos --model shapes --steps 50 --save mask -o maps
      """)
    #expect(outcome.status == 0)
    #expect(
      outcome.errorLines.contains(
        "igtool: photos: 6 skipped: 2 WebP, 1 broken link, 1 other, 1 special file, 1 text; "
          + "a folder in it is searched with -r"), "\(outcome.error)")
    // A picture is one by its content, whatever its name.
    #expect(outputs("maps") == ["maps/named.mask.png", "maps/star.mask.png"])
    let quiet = try sandbox.explain("photos", "--quiet", "--save", "mask", "-o", "quiet")
    #expect(quiet.error == "")
  }

  @Test("a link to a picture that is gone is a picture that fails")
  func gone() throws {
    try put(Samples.star, "photos/star.png")
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path("photos/gone.png"), withDestinationPath: "nowhere.png")
    let outcome = try sandbox.explain("photos", "--save", "mask", "-o", "maps")
    #expect(outcome.status == 1 && outcome.error.contains("photos/gone.png: no such file"))
    #expect(outputs("maps") == ["maps/star.mask.png"])
  }

  @Test("a folder without pictures is told with what it has")
  func empty() throws {
    try put(Samples.star, "data/a/star.png", "data/b/star.png")
    try sandbox.write(Array("GIF89a".utf8), to: "data/x.gif")
    expectFailure(
      try sandbox.explain("data"), status: 66,
      "data: no pictures in this folder (.jpg, .jpeg, .png); 1 skipped: 1 GIF; 2 folders in it are "
        + "searched with -r")
  }

  @Test("links that lead back end, and the output folder is not searched")
  func loops() throws {
    try put(Samples.star, "data/a/star.png")
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path("data/a/back"), withDestinationPath: "..")
    for _ in 0..<2 {
      let outcome = try sandbox.explain("-r", "data", "--save", "mask", "-o", "data/maps")
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(sandbox.files.filter { $0.hasSuffix(".mask.png") } == ["data/maps/a/star.mask.png"])
    }
  }

  @Test("pages of several folders have an index that leads to them, and they back to it")
  func pages() throws {
    try put(Samples.star, "a/001.png")
    try put(Samples.ring, "b/001.png")
    let outcome = try sandbox.explain("a", "b", "--save", "html,mask", "-o", "pages")
    #expect(outcome.status == 0)
    let index = String(decoding: try sandbox.bytes("pages/index.html"), as: UTF8.self)
    #expect(index.contains("href=\"./a/001.html\"") && index.contains("href=\"./b/001.html\""))
    let page = String(decoding: try sandbox.bytes("pages/a/001.html"), as: UTF8.self)
    #expect(page.contains("../index.html") && page.contains("001.mask.png"))
  }

  @Test("compare and classify walk folders, too")
  func others() throws {
    try put(Samples.star, "data/a/star.png")
    let classified = try sandbox.run("classify", "-r", "data", "--model", "shapes", "--top", "1")
    expectSuccess(classified)
    #expect(classified.output.contains("data/a/star.png"))
    try put(Samples.ring, "data/b/star.png")
    let compared = try sandbox.run(
      "compare", "-r", "data", "--model", "shapes", "--steps", "2", "-o", "sheets", "--quiet")
    #expect(compared.status == 0, "\(compared.error)")
    #expect(
      outputs("sheets") == [
        "sheets/a/star.compare.png", "sheets/b/star.compare.png", "sheets/compare.png",
      ])
  }
}
