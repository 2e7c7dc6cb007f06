import Foundation
import Models
import TestSupport
import Testing

@Suite("Finding a model") struct LocateTests {
  private let fixture: StoreFixture
  private let folder: TemporaryFolder
  private let cache = StoreFixture.cache

  init() throws {
    fixture = try StoreFixture(bytes: 1000)
    folder = try TemporaryFolder()
  }

  @Test("the order is --model-dir, IGTOOL_MODELS, the cache, the binary")
  func order() throws {
    let store = try fixture.store(
      directory: "\(folder.path)/a", models: "\(folder.path)/b::\(folder.path)/c")
    #expect(try store.locate("inside").path == nil)
    for place in ["\(cache)/inside.onnx"] {
      try fixture.home.write(place, "x")
      #expect(try store.locate("inside").path == "\(fixture.home.path)/\(place)")
    }
    for place in ["c/inside/model.onnx", "c/inside.onnx", "b/inside/model.onnx", "a/inside.onnx"] {
      try folder.write(place, "x")
      #expect(try store.locate("inside").path == "\(folder.path)/\(place)")
    }
  }

  @Test("XDG_CACHE_HOME moves the cache, unless it is relative")
  func cacheFolder() throws {
    func store(_ environment: [String: String]) throws -> ModelStore {
      try ModelStore(
        environment: environment, home: "/home/x", catalogue: .init(entries: []), builtIn: [])
    }
    #expect(try store(["XDG_CACHE_HOME": "/c"]).cache == "/c/igtool/models")
    #expect(try store(["XDG_CACHE_HOME": "c"]).cache == "/home/x/.cache/igtool/models")
    #expect(try store(["HOME": "/h"]).cache == "/h/.cache/igtool/models")
  }

  @Test("a path is a file, or a folder with a model.onnx, and takes no name's place")
  func paths() throws {
    let store = try fixture.store()
    let path = try folder.write("net/model.onnx", "bytes")
    for given in [path, "\(folder.path)/net", "\(folder.path)/net/"] {
      let model = try store.locate(given)
      #expect(model.name == "net")
      #expect(try model.network() == Data("bytes".utf8))
      #expect(model.manifest == nil && model.labels == nil)
    }
  }

  @Test("a path to nothing says so", arguments: ["nowhere.onnx", "no/where", "/dev/null"])
  func noPath(_ path: String) throws {
    let error = #expect(throws: ModelsError.self) { try fixture.store().locate(path) }
    #expect(error?.kind == .noInput)
    #expect(error?.description.hasPrefix("\(path): ") == true)
  }

  @Test("a folder without a network is said to be one, with the file in it that may be meant")
  func emptyFolder() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/empty", withIntermediateDirectories: true)
    try folder.write("other/b.onnx", "x")
    try folder.write("other/a.txt", "x")
    for (given, file) in [("empty", "NAME.onnx"), ("empty/", "NAME.onnx"), ("other", "b.onnx")] {
      let path = "\(folder.path)/\(given)"
      let error = #expect(throws: ModelsError.self) { try fixture.store().locate(path) }
      #expect(error?.kind == .noInput)
      #expect(
        error?.description
          == "\(path): is a folder without model.onnx and without onnx/model.onnx; "
          + "give the network's file: --model \(folder.path)/\(given.prefix { $0 != "/" })/\(file)")
    }
  }

  @Test("the manifest beside a file counts, by its own name or as the folder's model.json")
  func manifests() throws {
    let path = try folder.write("net.onnx", "x")
    try folder.write("model.json", #"{"title": "of the folder", "labels": "l.txt"}"#)
    try folder.write("l.txt", "one\r\ntwo\r\n\r\n")
    #expect(try fixture.store().locate(path).manifest?.title == "of the folder")
    #expect(try fixture.store().locate(path).labels == ["one", "two"])
    try folder.write("model.onnx", "y")
    #expect(try fixture.store().locate(path).manifest == nil)
    try folder.write("net.json", #"{"title": "its own"}"#)
    #expect(try fixture.store().locate(path).manifest?.title == "its own")
    try folder.write("net.json", #"{"title": 1}"#)
    #expect(
      throws: ModelsError.badManifest(
        file: "\(folder.path)/net.json", key: "title", problem: "must be text")
    ) {
      try fixture.store().locate(path)
    }
  }

  @Test("a known file is recognised by its bytes, whatever it is called")
  func recognised() throws {
    let store = try fixture.store(models: folder.path)
    let path = try folder.write("renamed.onnx", "known")
    try fixture.home.write("\(cache)/names.txt", "one\ntwo\n")
    #expect(try store.locate(path).manifest?.input.preprocessing == Preprocessing(.tf))
    #expect(try store.locate(path).labels == ["one", "two"])
    try folder.write("names.txt", "nearer\n")
    #expect(try store.locate("renamed").labels == ["nearer"])
    try folder.write("renamed.onnx", "knowm")
    #expect(try store.locate(path).manifest == nil)
    try folder.write("renamed.onnx", "inside!")
    #expect(try store.locate(path).labels == ["circle", "square"])
  }

  @Test("a name that is nowhere is an error with the folders and what can be fetched")
  func pullable() throws {
    let store = try fixture.store(directory: "/models")
    let places = "/models, \(fixture.home.path)/\(cache)"
    let error = #expect(throws: ModelsError.self) { try store.locate("tiny") }
    #expect(
      error?.description == "no model \"tiny\" in \(places), or built in; "
        + "\"igtool model pull tiny-2\" fetches a variant (1.0 kB), "
        + "or give a file: --model path/to/net.onnx")
    #expect(error?.kind == .unavailable)
  }

  @Test("a misspelt name is an error with what was meant")
  func misspelt() throws {
    let error = #expect(throws: ModelsError.self) { try fixture.store().locate("insid") }
    guard case .modelNotFound(_, _, nil, let similar) = error else { return #expect(Bool(false)) }
    #expect(similar == ["inside"])
    #expect(error?.description.contains("did you mean \"inside\"?") == true)
  }

  @Test("no name leads out of the model folders", arguments: ["", ".", "..", ".hidden", "a\0b"])
  func escape(_ name: String) throws {
    try folder.write("model.onnx", "x")
    let store = try fixture.store(models: "\(folder.path)/deeper")
    try folder.write("deeper/net.onnx", "x")
    #expect(throws: ModelsError.self) { try store.locate(name) }
  }

  static let realModels = ProcessInfo.processInfo.environment["IGTOOL_MODELS"]

  // Skipped unless IGTOOL_MODELS names a folder with googlenet.onnx and squeezenet.onnx.
  @Test("BVLC's networks are recognised by their checksum", .enabled(if: realModels != nil))
  func real() throws {
    let models = try #require(Self.realModels)
    let store = try ModelStore(environment: ["IGTOOL_MODELS": models])
    let sides = ["googlenet": 224, "squeezenet": 227]
    for (name, side) in sides where FileManager.default.fileExists(atPath: "\(models)/\(name).onnx")
    {
      let model = try store.locate(name)
      #expect(model.manifest?.input.preprocessing == Preprocessing(.caffe))
      #expect(model.manifest?.input.width == side)
      #expect(model.labels?.count == 1000)
      #expect(model.labels?.first == "tench, Tinca tinca")
    }
  }
}
