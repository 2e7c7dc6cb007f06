import Foundation
import Models
import Synchronization
import TestSupport
import Testing

@Suite("Fetching a model in an archive") struct ArchivePullTests {
  private static let cache = StoreFixture.cache
  private static let network = ZipTexts.long
  private static let good = ZipFile(members: [
    ZipFile.deflated("names.txt", ZipTexts.labels, ZipTexts.packedLabels),
    ZipFile.deflated("graph.pb", network, ZipTexts.packedLong),
    ZipFile.stored("LICENSE", Data("any".utf8)),
  ])

  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
  }

  /// A store whose catalogue has `packed-5`, in an archive with these bytes.
  private func store(
    _ zip: Data, mirror: String?, networkBytes: Int = network.count, networkHash: String? = nil
  ) throws -> ModelStore {
    let hash = networkHash ?? Checksum.sha256(of: Self.network)
    let json = """
      {"models": [
        {"name": "packed-5", "aliases": ["packed"], "url": "https://example.org/zoo/five.zip",
         "archive": {"bytes": \(zip.count), "sha256": "\(Checksum.sha256(of: zip))",
                     "network": "graph.pb"},
         "bytes": \(networkBytes), "sha256": "\(hash)", "input": {"preprocessing": "tf"},
         "labels": {"file": "names.txt", "bytes": 14, "lines": 2,
                    "sha256": "\(Checksum.sha256(of: ZipTexts.labels))"}}
      ]}
      """
    var environment = ["HOME": home.path]
    environment["IGTOOL_MIRROR"] = mirror
    return try ModelStore(
      environment: environment, catalogue: Catalogue(json: Data(json.utf8), file: "catalogue"),
      builtIn: [])
  }

  private func names() -> [String] { home.names(Self.cache) }

  private static let complete = ["names.txt", "packed-5.json", "packed-5.pb"]

  @Test("network and labels lie in the cache, and the archive does not")
  func pulled() throws {
    let zip = Self.good.bytes
    let server = try LocalServer.files(["/zoo/five.zip": zip])
    let store = try store(zip, mirror: server.address)
    let path = try store.pull("packed", patience: StoreFixture.impatient)
    #expect(path == "\(home.path)/\(Self.cache)/packed-5.pb")
    #expect(names() == Self.complete)
    #expect(home.read("\(Self.cache)/packed-5.pb") == Self.network)
    let found = try store.locate("packed")
    #expect(found.path == path && found.labels?.names == ["dummy", "kit fox"])
    #expect(found.manifest?.input.preprocessing == Preprocessing(.tf))
    #expect(try store.verify("packed").verdict == .catalogued("packed-5"))
    #expect(store.list().map(\.place) == [.cache(path)])
    try store.pull("packed", patience: StoreFixture.impatient)
    #expect(try store.pull("packed", offline: true) == path)
    #expect(server.requests.count == 1)
    #expect(try store.remove("packed").count == 3)
    #expect(names() == [])
  }

  @Test("what is missing or damaged in the cache is fetched again", arguments: complete)
  func incomplete(_ name: String) throws {
    let zip = Self.good.bytes
    let server = try LocalServer.files(["/zoo/five.zip": zip])
    let store = try store(zip, mirror: server.address)
    try store.pull("packed", patience: StoreFixture.impatient)
    try home.write("\(Self.cache)/\(name)", "{}")
    try store.pull("packed", patience: StoreFixture.impatient)
    #expect(home.read("\(Self.cache)/packed-5.pb") == Self.network)
    #expect(home.read("\(Self.cache)/names.txt") == ZipTexts.labels)
    #expect(try store.locate("packed").manifest?.input.preprocessing == Preprocessing(.tf))
  }

  @Test("a download that breaks off goes on from where it stopped")
  func resume() throws {
    let zip = Self.good.bytes
    let server = try LocalServer { request in
      var answer = LocalServer.file(request, zip)
      if request.rangeStart == nil { answer.breakOff = 100 }
      return answer
    }
    let store = try store(zip, mirror: server.address)
    #expect(throws: ModelsError.self) {
      try store.pull("packed", patience: StoreFixture.impatient)
    }
    #expect(names() == ["packed-5.zip.incomplete"])
    try store.pull("packed", patience: StoreFixture.impatient)
    #expect(server.requests.last?.rangeStart == 100)
    #expect(names() == Self.complete)
  }

  @Test("an archive that somebody has is taken as well, and the network out of it")
  func add() throws {
    let zip = Self.good.bytes
    let store = try store(zip, mirror: "http://127.0.0.1:9")
    let file = home.path + "/five.zip"
    try zip.write(to: URL(fileURLWithPath: file))
    let added = try store.add(file, as: "packed")
    #expect(added.missingLabels == nil)
    #expect(names() == Self.complete)
  }

  @Test("two pulls at once fetch the archive once")
  func concurrent() throws {
    let zip = Self.good.bytes
    let server = try LocalServer { request in
      var answer = LocalServer.file(request, zip)
      answer.delay = 0.3
      return answer
    }
    let store = try store(zip, mirror: server.address)
    var patience = StoreFixture.impatient
    patience.lock = 20
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { [patience] _ in
      do { try store.pull("packed", patience: patience) } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(server.requests.count == 1)
    #expect(names() == Self.complete)
  }

  /// The error of a pull, which must leave nothing.
  private func failure(
    _ zip: Data, networkBytes: Int = network.count, networkHash: String? = nil,
    sent: Data? = nil
  ) throws -> ModelsError {
    let server = try LocalServer.files(["/zoo/five.zip": sent ?? zip])
    let store = try store(
      zip, mirror: server.address, networkBytes: networkBytes, networkHash: networkHash)
    let error = try #require(throws: ModelsError.self) {
      try store.pull("packed", patience: StoreFixture.impatient)
    }
    #expect(names() == [])
    #expect(error.kind == .unavailable)
    #expect(error.description.hasPrefix("\(server.address)/zoo/five.zip"))
    #expect(!error.description.contains("\n"))
    return try #require(error.ofLastAddress)
  }

  @Test("another archive, or another file in it, is refused and leaves nothing")
  func wrongBytes() throws {
    let zip = Self.good.bytes
    var sent = zip
    sent[40] ^= 1
    guard case .wrongChecksum = try failure(zip, sent: sent) else { return #expect(Bool(false)) }
    guard case .wrongSize = try failure(zip, sent: zip + [0]) else { return #expect(Bool(false)) }
    let zeros = String(repeating: "0", count: 64)
    guard case .wrongChecksum(let url, zeros, _) = try failure(zip, networkHash: zeros) else {
      return #expect(Bool(false))
    }
    #expect(url.hasSuffix("five.zip, graph.pb"))
  }

  @Test("an archive that is damaged, or lacks a file, is refused and leaves nothing")
  func damaged() throws {
    let zip = Self.good.bytes
    #expect(try failure(Data("<html>".utf8)).description.contains("expected a zip archive"))
    for count in stride(from: 1, to: zip.count, by: 37) {
      guard case .badArchive = try failure(zip.prefix(count)) else { return #expect(Bool(false)) }
    }
    var lacking = Self.good
    lacking.members.remove(at: 1)
    #expect(
      try failure(lacking.bytes).description.contains(
        "expected one file \"graph.pb\" in the archive, found \"names.txt\", \"LICENSE\""))
    var bomb = Self.good
    bomb.members[1].size = 1 << 31
    #expect(
      try failure(bomb.bytes).description.contains(
        "expected \"graph.pb\" to have 4000 bytes, found 2147483648"))
    bomb.members[1].size = 3000
    #expect(
      try failure(bomb.bytes, networkBytes: 3000).description.contains(
        "expected \"graph.pb\" to inflate to 3000 bytes, found more"))
    var wrong = Self.good
    wrong.members[1].checksum ^= 1
    #expect(try failure(wrong.bytes).description.contains("CRC-32"))
  }

  @Test("room is needed for the archive and for what is in it")
  func noSpace() throws {
    let zip = Self.good.bytes
    let server = try LocalServer.files(["/zoo/five.zip": zip])
    let store = try store(zip, mirror: server.address, networkBytes: 1 << 60)
    let error = try #require(throws: ModelsError.self) {
      try store.pull("packed", patience: StoreFixture.impatient)
    }
    guard case .notEnoughSpace(_, let needed, _) = error else { throw error }
    #expect(needed == 1 << 60 + 14 + zip.count)
    #expect(server.requests.isEmpty)
  }

  @Test("offline, the error says how the network comes out of the archive by hand")
  func offline() throws {
    let store = try store(Self.good.bytes, mirror: nil)
    let error = try #require(throws: ModelsError.self) {
      try store.locateOrPull("packed", offline: true)
    }
    let target = "\(home.path)/\(Self.cache)/packed-5.pb"
    #expect(
      error.description.hasSuffix(
        "curl -L --create-dirs -o \(target).zip https://example.org/zoo/five.zip "
          + "&& unzip -p \(target).zip graph.pb > \(target)"))
    try home.write("\(Self.cache)/packed-5.pb", Self.network)
    #expect(try store.locateOrPull("packed", offline: true).manifest?.labels?.lines == 2)
  }

  @Test("a catalogue's archive has a network whose name says what it is")
  func badEntry() {
    let hash = String(repeating: "0", count: 64)
    let json = """
      {"models": [{"name": "a", "bytes": 1, "sha256": "\(hash)", "url": "https://a",
                   "archive": {"bytes": 1, "sha256": "\(hash)", "network": "graph.txt"}}]}
      """
    let error = #expect(throws: ModelsError.self) {
      try Catalogue(json: Data(json.utf8), file: "catalogue")
    }
    #expect(
      error?.description
        == #"catalogue: "models[0].archive.network" must end in .onnx or .pb, found "graph.txt""#)
  }
}
