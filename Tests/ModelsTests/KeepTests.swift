import Foundation
import Models
import TestSupport
import Testing

@Suite("Listing, checking and removing models") struct KeepTests {
  private let fixture: StoreFixture
  private let folder: TemporaryFolder
  private let cache = StoreFixture.cache

  init() throws {
    fixture = try StoreFixture(bytes: 1000)
    folder = try TemporaryFolder()
  }

  @Test("the list has what is here in the order of search, then what can be fetched")
  func list() throws {
    try folder.write("b.onnx", "xyz")
    try folder.write("a/model.onnx", "known")
    try folder.write("notes.txt", "x")
    try fixture.home.write("\(cache)/c.onnx", "x")
    try fixture.home.write("\(cache)/c.json", #"{"title": "Sea"}"#)
    let store = try fixture.store(directory: folder.path)
    let list = store.list()
    #expect(list.map(\.name) == ["a", "b", "c", "inside", "tiny-2"])
    #expect(
      list.map(\.place) == [
        .file("\(folder.path)/a/model.onnx"), .file("\(folder.path)/b.onnx"),
        .cache("\(fixture.home.path)/\(cache)/c.onnx"), .builtIn, .catalogue,
      ])
    #expect(list.map(\.bytes) == [5, 3, 1, 7, 1000])
    #expect(list.map(\.hasManifest) == [true, false, true, true, true])
    #expect(list.map(\.title) == [nil, nil, "Sea", nil, "Tiny"])
    try fixture.home.write("\(cache)/tiny-2.onnx", fixture.network)
    #expect(store.list().filter { $0.name == "tiny-2" }.map(\.title) == ["Tiny"])
  }

  @Test("a check says whether a file is the catalogued one, another, or unknown")
  func verify() throws {
    let store = try fixture.store(models: folder.path)
    try folder.write("tiny-2.onnx", "damaged")
    let expected = [Checksum.sha256(of: fixture.network)]
    #expect(try store.verify("tiny-2").verdict == .differs(expected: expected))
    #expect(try store.verify("tiny-2").sha256 == Checksum.sha256(of: Data("damaged".utf8)))
    try folder.write("tiny-2.onnx", fixture.network)
    #expect(try store.verify("tiny-2").verdict == .catalogued("tiny-2"))
    let path = try folder.write("other.onnx", "x")
    #expect(try store.verify(path).verdict == .unlisted)
    try folder.write("other.json", #"{"sha256": "\#(Checksum.sha256(of: Data("x".utf8)))"}"#)
    #expect(try store.verify(path).verdict == .asInManifest)
    #expect(try store.verify("inside").verdict == .asInManifest)
  }

  @Test("removing a model leaves labels that another one needs")
  func remove() throws {
    let store = try fixture.store()
    for name in ["one", "two"] {
      try fixture.home.write("\(cache)/\(name).onnx", "x")
      try fixture.home.write("\(cache)/\(name).json", #"{"labels": "shared.txt"}"#)
    }
    try fixture.home.write("\(cache)/shared.txt", "a\n")
    try fixture.home.write("\(cache)/two.onnx.incomplete", "x")
    #expect(try store.remove("one").count == 2)
    #expect(
      fixture.home.names(cache) == ["shared.txt", "two.json", "two.onnx", "two.onnx.incomplete"])
    #expect(try store.remove("two").count == 4)
    #expect(fixture.home.names(cache) == [])
  }

  @Test("an alias removes the network that it found")
  func removeAlias() throws {
    try fixture.home.write("\(cache)/tiny-2.onnx", fixture.network)
    #expect(try fixture.store().remove("tiny").count == 1)
    #expect(fixture.home.names(cache) == [])
  }

  @Test("only fetched models are removed")
  func notRemovable() throws {
    let path = try folder.write("net.onnx", "x")
    let store = try fixture.store(models: folder.path)
    for name in ["net", "inside", path] {
      let error = #expect(throws: ModelsError.self) { try store.remove(name) }
      guard case .notRemovable = error else { return #expect(Bool(false)) }
    }
    #expect(throws: ModelsError.self) { try store.remove("../../net") }
    #expect(throws: ModelsError.self) { try store.remove("nothing") }
    #expect(folder.names() == ["net.onnx"])
  }
}
