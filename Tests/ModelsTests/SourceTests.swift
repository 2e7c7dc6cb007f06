import Foundation
import Models
import Testing

/// Where a network of the catalogue comes from: several addresses, or a file that somebody has.
@Suite("Sources of a model") struct SourceTests {
  private let cache = StoreFixture.cache
  private static let mirrors = [
    "https://example.org/copy/a.onnx", "https://example.org/copy/b.onnx",
  ]

  @Test("the next address is tried where one fails, in whatever way", arguments: [404, 200, 0])
  func next(status: Int) throws {
    let fixture = try StoreFixture(mirrors: Self.mirrors)
    let server = try fixture.server { request, network in
      if request.path == "/copy/b.onnx" { return LocalServer.file(request, network) }
      // Another file of the same size, an error, or half of the file.
      if status == 0 { return LocalServer.Answer(body: network, breakOff: 100_000) }
      return LocalServer.Answer(status: status, body: Data(count: network.count))
    }
    let store = try fixture.store(mirror: server.address)
    try store.pull("tiny", patience: StoreFixture.impatient)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    let paths = server.requests.map(\.path)
    #expect(paths == ["/zoo/synset.txt", "/zoo/tiny-2.onnx", "/copy/a.onnx", "/copy/b.onnx"])
    #expect(try store.locate("tiny").labels?.names == ["cat", "dog"])
  }

  @Test("where all fail, the error names every address, and what works without any")
  func all() throws {
    let fixture = try StoreFixture(mirrors: Self.mirrors + [Self.mirrors[0]])
    let server = try fixture.server { request, _ in
      LocalServer.Answer(status: request.path.hasPrefix("/copy") ? 404 : 500)
    }
    let store = try fixture.store(mirror: server.address)
    let error = try #require(throws: ModelsError.self) {
      try store.pull("tiny", patience: StoreFixture.impatient)
    }
    guard case .notFetched("tiny-2", let failures, ["inside"]) = error else { throw error }
    let urls = ["zoo/tiny-2.onnx", "copy/a.onnx", "copy/b.onnx"].map { "\(server.address)/\($0)" }
    #expect(
      failures
        == zip(urls, [500, 404, 404]).map { ModelsError.badResponse(url: $0, status: $1) })
    #expect(urls.allSatisfy(error.description.contains))
    #expect(error.description.contains("--model inside"))
    #expect(error.description.contains("igtool model add FILE --as tiny-2"))
    #expect(error.kind == .unavailable)
    #expect(!error.description.contains("\n"))
  }

  @Test("what is not the address's fault is told at once")
  func disk() throws {
    let fixture = try StoreFixture(declared: 1 << 60, mirrors: Self.mirrors)
    let server = try fixture.goodServer()
    let error = try #require(throws: ModelsError.self) {
      try fixture.store(mirror: server.address).pull("tiny", patience: StoreFixture.impatient)
    }
    guard case .notEnoughSpace = error else { throw error }
  }

  @Test("a file that is brought is as good as one that is fetched", arguments: [true, false])
  func add(withLabels: Bool) throws {
    let fixture = try StoreFixture()
    try fixture.home.write("mine/some name.onnx", fixture.network)
    if withLabels { try fixture.home.write("mine/names.txt", fixture.labels) }
    let store = try fixture.store(offline: "1")
    let added = try store.add("\(fixture.home.path)/mine/some name.onnx", as: "tiny")
    #expect(added.name == "tiny-2")
    #expect(added.path == "\(fixture.home.path)/\(cache)/tiny-2.onnx")
    #expect(added.missingLabels == (withLabels ? nil : "names.txt"))
    let found = try store.locate("tiny")
    #expect(found.manifest?.input.preprocessing == Preprocessing(.caffe))
    #expect(found.labels?.names == (withLabels ? ["cat", "dog"] : nil))
    #expect(try store.verify("tiny").verdict == .catalogued("tiny-2"))
    #expect(fixture.home.read("mine/some name.onnx") == fixture.network)
    #expect(!fixture.home.names(cache).contains { $0.hasSuffix("incomplete") })
    _ = try store.remove("tiny-2")
    #expect(fixture.home.names(cache) == [])
  }

  @Test("of several networks that a name can mean, the file's size tells which it is")
  func sameName() throws {
    let fixture = try StoreFixture()
    let json = """
      {"models": [
        {"name": "net-2", "aliases": ["net"], "url": "https://example.org/net-2.onnx", "bytes": 7,
         "sha256": "\(Checksum.sha256(of: Data("another".utf8)))"},
        {"name": "net", "bytes": 5, "sha256": "\(Checksum.sha256(of: Data("known".utf8)))"}
      ]}
      """
    let store = try ModelStore(
      environment: ["HOME": fixture.home.path],
      catalogue: Catalogue(json: Data(json.utf8), file: "catalogue"), builtIn: [])
    let path = try fixture.home.write("mine.onnx", "known")
    #expect(try store.add(path, as: "net").name == "net")
    try fixture.home.write("mine.onnx", "another")
    #expect(try store.add(path, as: "net").name == "net-2")
    try fixture.home.write("mine.onnx", "neither of both")
    let error = try #require(throws: ModelsError.self) { try store.add(path, as: "net") }
    #expect(error.description.contains("is not net-2: expected 7 bytes"))
  }

  @Test("labels that are others than the catalogue's are not taken")
  func otherLabels() throws {
    let fixture = try StoreFixture()
    try fixture.home.write("net.onnx", fixture.network)
    try fixture.home.write("names.txt", Data("one\n".utf8))
    let added = try fixture.store().add("\(fixture.home.path)/net.onnx", as: "tiny-2")
    #expect(added.missingLabels == "names.txt")
    #expect(fixture.home.names(cache) == ["tiny-2.json", "tiny-2.onnx"])
  }

  @Test("another file, or none, is refused, and nothing is left")
  func otherFile() throws {
    let fixture = try StoreFixture()
    let store = try fixture.store()
    let path = "\(fixture.home.path)/net.onnx"
    func error(_ bytes: Data?, as name: String = "tiny") throws -> ModelsError {
      if let bytes { try fixture.home.write("net.onnx", bytes) }
      return try #require(throws: ModelsError.self) { try store.add(path, as: name) }
    }
    #expect(try error(nil).kind == .noInput)
    let short = try error(Data(count: 10))
    #expect(
      short == .otherFile(path: path, name: "tiny-2", expected: "300000 bytes", found: "10"))
    #expect(short.kind == .badData)
    var other = fixture.network
    other[5] ^= 1
    guard case .otherFile(_, _, let expected, let found) = try error(other) else {
      return #expect(Bool(false))
    }
    #expect(expected == "SHA-256 \(Checksum.sha256(of: fixture.network))")
    #expect(found == Checksum.sha256(of: other))
    guard case .notInCatalogue = try error(other, as: "nothing") else {
      return #expect(Bool(false))
    }
    #expect(fixture.home.names(cache) == [])
  }
}
