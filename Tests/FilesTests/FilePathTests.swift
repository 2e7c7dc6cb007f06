import Files
import Testing

@Suite struct FilePathTests {
  @Test(arguments: [
    ("a/b/c.png", "a/b", "c.png", "c", "png"), ("c.png", "", "c.png", "c", "png"),
    ("x", "", "x", "x", ""), ("/x", "/", "x", "x", ""), ("/", "/", "/", "/", ""),
    ("a/b//", "a", "b", "b", ""), ("a//b", "a", "b", "b", ""), ("", "", "", "", ""),
    (".hidden", "", ".hidden", ".hidden", ""), ("a/.h.png", "a", ".h.png", ".h", "png"),
    ("a.tar.gz", "", "a.tar.gz", "a.tar", "gz"), ("..", "", "..", "..", ""),
    ("a.", "", "a.", "a", ""), ("*", "", "*", "*", ""), ("é", "", "é", "é", ""),
  ])
  func parts(path: String, folder: String, name: String, stem: String, ending: String) {
    #expect(FilePath.folder(of: path) == folder)
    #expect(FilePath.name(of: path) == name)
    #expect(FilePath.stem(of: path) == stem)
    #expect(FilePath.ending(of: path) == ending)
  }

  @Test func joining() {
    #expect(FilePath.join("", "a") == "a")
    #expect(FilePath.join("/", "a") == "/a")
    #expect(FilePath.join("b", "a") == "b/a")
    #expect(FilePath.join("b/", "a") == "b/a")
  }
}
