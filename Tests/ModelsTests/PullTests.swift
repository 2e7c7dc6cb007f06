import Foundation
import Models
import Synchronization
import Testing

@Suite("Fetching a model") struct PullTests {
  private let cache = StoreFixture.cache

  @Test("a fetched model lies in the cache with its manifest and labels, and is found by its alias")
  func complete() throws {
    let fixture = try StoreFixture()
    let server = try fixture.goodServer()
    let store = try fixture.store(mirror: server.address)
    let path = try store.pull("tiny", patience: StoreFixture.impatient)
    #expect(path == "\(fixture.home.path)/\(cache)/tiny-2.onnx")
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    #expect(fixture.home.names(cache) == ["names.txt", "tiny-2.json", "tiny-2.onnx"])
    let found = try store.locate("tiny")
    #expect(found.manifest?.input.preprocessing == Preprocessing(.caffe))
    #expect(found.labels?.names == ["cat", "dog"])
    #expect(try store.verify("tiny").verdict == .catalogued("tiny-2"))
  }

  @Test("progress rises from nothing to all of the file")
  func progress() throws {
    let fixture = try StoreFixture()
    let server = try fixture.goodServer()
    let recorder = Recorder()
    try fixture.store(mirror: server.address)
      .pull("tiny-2", patience: StoreFixture.impatient, report: recorder.record)
    let counts = recorder.events.compactMap { event -> Int? in
      guard case .progress(let file, let received, .some(300_000)) = event,
        file.hasSuffix("tiny-2.onnx")
      else { return nil }
      return received
    }
    #expect(counts.first == 0 && counts.last == 300_000)
    #expect(counts == counts.sorted())
    #expect(counts.count <= 202)
  }

  @Test("a download that breaks off goes on from where it stopped")
  func resume() throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { request, network in
      var answer = LocalServer.file(request, network)
      if request.rangeStart == nil { answer.breakOff = 100_000 }
      return answer
    }
    let store = try fixture.store(mirror: server.address)
    let error = try #require(throws: ModelsError.self) {
      try store.pull("tiny-2", patience: StoreFixture.impatient)
    }
    guard case .connectionFailed = error.ofLastAddress else { throw error }
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == nil)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx.incomplete")?.count == 100_000)
    try store.pull("tiny-2", patience: StoreFixture.impatient)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    #expect(server.requests.last?.rangeStart == 100_000)
  }

  @Test("one call survives several interruptions, as long as each attempt brings bytes")
  func retry() throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { request, network in
      var answer = LocalServer.file(request, network)
      answer.breakOff = 70_000
      return answer
    }
    var patience = StoreFixture.impatient
    patience.retries = 1
    try fixture.store(mirror: server.address).pull("tiny-2", patience: patience)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    #expect(server.requests.filter { $0.path.hasSuffix("onnx") }.count == 5)
  }

  @Test("a server that ignores ranges makes the file start over")
  func startOver() throws {
    let fixture = try StoreFixture()
    try fixture.home.write("\(cache)/tiny-2.onnx.incomplete", Data(count: 1000))
    let server = try fixture.server { _, network in LocalServer.Answer(body: network) }
    try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    #expect(server.requests.last?.rangeStart == 1000)
  }

  @Test("a complete but unchecked file is checked and not fetched again")
  func alreadyThere() throws {
    let fixture = try StoreFixture()
    try fixture.home.write("\(cache)/tiny-2.onnx.incomplete", fixture.network)
    let server = try fixture.goodServer()
    let store = try fixture.store(mirror: server.address)
    try store.pull("tiny-2", patience: StoreFixture.impatient)
    try store.pull("tiny-2", patience: StoreFixture.impatient)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    #expect(server.requests.map(\.path) == ["/zoo/synset.txt"])
  }

  @Test("wrong bytes are deleted, and the error names both checksums")
  func wrongBytes() throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { request, network in
      LocalServer.file(request, Data(repeating: 7, count: network.count))
    }
    let found = Checksum.sha256(of: Data(repeating: 7, count: fixture.network.count))
    #expect(
      throws: fixture.notFetched(
        .wrongChecksum(
          url: "\(server.address)/zoo/tiny-2.onnx", expected: Checksum.sha256(of: fixture.network),
          found: found))
    ) {
      try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    }
    #expect(fixture.home.names(cache) == ["names.txt", "tiny-2.json"])
  }

  @Test("a damaged beginning is noticed at the end, and the next attempt is clean")
  func damagedBeginning() throws {
    let fixture = try StoreFixture()
    try fixture.home.write("\(cache)/tiny-2.onnx.incomplete", Data(count: 1000))
    let server = try fixture.goodServer()
    let store = try fixture.store(mirror: server.address)
    #expect(throws: ModelsError.self) {
      try store.pull("tiny-2", patience: StoreFixture.impatient)
    }
    try store.pull("tiny-2", patience: StoreFixture.impatient)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
  }

  @Test("a file of another size is refused before it is fetched")
  func wrongSize() throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { _, _ in LocalServer.Answer(body: Data("<html>".utf8)) }
    #expect(
      throws: fixture.notFetched(
        .wrongSize(url: "\(server.address)/zoo/tiny-2.onnx", expected: 300_000, found: 6))
    ) {
      try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    }
  }

  @Test("an HTTP error is reported with its status", arguments: [403, 404, 500])
  func status(_ status: Int) throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { _, _ in LocalServer.Answer(status: status) }
    let url = "\(server.address)/zoo/tiny-2.onnx"
    #expect(throws: fixture.notFetched(.badResponse(url: url, status: status))) {
      try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    }
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == nil)
  }

  @Test("a redirect is followed, and keeps the range")
  func redirect() throws {
    let fixture = try StoreFixture()
    try fixture.home.write("\(cache)/tiny-2.onnx.incomplete", fixture.network.prefix(1000))
    let server = try fixture.server { request, network in
      request.path == "/elsewhere"
        ? LocalServer.file(request, network)
        : LocalServer.Answer(status: 302, headers: ["Location": "/elsewhere"])
    }
    try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx") == fixture.network)
    #expect(server.requests.last?.path == "/elsewhere")
    #expect(server.requests.last?.rangeStart == 1000)
  }

  @Test("a server that falls silent is given up")
  func silence() throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { _, network in LocalServer.Answer(body: network, delay: 8) }
    var patience = StoreFixture.impatient
    patience.silence = 1
    let start = Date()
    let error = try #require(throws: ModelsError.self) {
      try fixture.store(mirror: server.address).pull("tiny-2", patience: patience)
    }
    guard case .connectionFailed = error.ofLastAddress else { throw error }
    #expect(Date().timeIntervalSince(start) < 6)
  }

  @Test("nobody listening is a connection error that keeps what has arrived")
  func noServer() throws {
    let fixture = try StoreFixture()
    try fixture.home.write("\(cache)/tiny-2.onnx.incomplete", fixture.network.prefix(1000))
    let error = try #require(throws: ModelsError.self) {
      try fixture.store(mirror: "http://127.0.0.1:9").pull(
        "tiny-2", patience: StoreFixture.impatient)
    }
    guard case .connectionFailed = error.ofLastAddress else { throw error }
    #expect(error.kind == .unavailable)
    #expect(fixture.home.read("\(cache)/tiny-2.onnx.incomplete")?.count == 1000)
  }

  @Test("offline, the error says what to do by hand", arguments: [true, false])
  func offline(byFlag: Bool) throws {
    let fixture = try StoreFixture()
    let store = try fixture.store(offline: byFlag ? nil : "1")
    let target = "\(fixture.home.path)/\(cache)/tiny-2.onnx"
    let error = try #require(throws: ModelsError.self) {
      try store.locateOrPull("tiny", offline: byFlag)
    }
    let command = "curl -L --create-dirs -o \(target) https://example.org/zoo/tiny-2.onnx"
    #expect(error.description.hasSuffix(command))
    try fixture.home.write("\(cache)/tiny-2.onnx", fixture.network)
    #expect(try store.locateOrPull("tiny", offline: byFlag).manifest?.title == "Tiny")
    #expect(try store.pull("tiny", offline: byFlag) == target)
  }

  @Test("a file larger than the disk is not begun")
  func noSpace() throws {
    let fixture = try StoreFixture(declared: 1 << 60)
    let server = try fixture.goodServer()
    let error = try #require(throws: ModelsError.self) {
      try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    }
    guard case .notEnoughSpace(_, 1_152_921_504_606_846_976, _) = error else { throw error }
    #expect(!server.requests.contains { $0.path.hasSuffix(".onnx") })
  }

  @Test("two pulls at once fetch the file once")
  func concurrent() throws {
    let fixture = try StoreFixture()
    let server = try fixture.server { request, network in
      var answer = LocalServer.file(request, network)
      answer.delay = 0.3
      return answer
    }
    let store = try fixture.store(mirror: server.address)
    var patience = StoreFixture.impatient
    patience.lock = 20
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { [patience] _ in
      do { try store.pull("tiny-2", patience: patience) } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(server.requests.filter { $0.path.hasSuffix(".onnx") }.count == 1)
    #expect(fixture.home.names(cache) == ["names.txt", "tiny-2.json", "tiny-2.onnx"])
  }

  @Test("a lock that is never given back is an error that names the file")
  func locked() throws {
    let fixture = try StoreFixture()
    let path = try fixture.home.write("\(cache)/tiny-2.onnx.incomplete", Data())
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    let server = try fixture.goodServer()
    #expect(throws: ModelsError.pullInProgress(path: path)) {
      try fixture.store(mirror: server.address).pull("tiny-2", patience: StoreFixture.impatient)
    }
  }

  @Test("missing or wrong labels are reported, and the model can be used")
  func labels() throws {
    for lines in [2, 3] {
      let fixture = try StoreFixture(labelLines: lines)
      let (network, labels) = (fixture.network, fixture.labels)
      let files = ["/zoo/tiny-2.onnx": network].merging(
        lines == 3 ? ["/zoo/synset.txt": labels] : [:]
      ) {
        first, _ in first
      }
      let server = try LocalServer.files(files)
      let recorder = Recorder()
      let store = try fixture.store(mirror: server.address)
      let model = try store.locateOrPull("tiny-2", report: recorder.record)
      #expect(model.labels == nil)
      #expect(fixture.home.names(cache) == ["tiny-2.json", "tiny-2.onnx"])
      let url = "\(server.address)/zoo/synset.txt"
      let expected: ModelsError =
        lines == 2
        ? .badResponse(url: url, status: 404)
        : .wrongLabels(url: url, expectedLines: 3, found: 2)
      #expect(recorder.events.last == .labelsMissing(expected))
    }
  }

  @Test("a cache that cannot be made is an error that names the folder")
  func noFolder() throws {
    let fixture = try StoreFixture()
    try fixture.home.write(".cache", "a file")
    let error = try #require(throws: ModelsError.self) {
      try fixture.store(mirror: "http://127.0.0.1:9").pull("tiny-2")
    }
    #expect(error.kind == .cannotCreate)
    #expect(error.description.hasPrefix("\(fixture.home.path)/.cache"))
  }

  @Test(
    "names without an address are refused, with those that have one", arguments: ["known", "x"])
  func noAddress(_ name: String) throws {
    let fixture = try StoreFixture()
    #expect(throws: ModelsError.notInCatalogue(name: name, pullable: ["tiny-2"])) {
      try fixture.store().pull(name)
    }
  }

  @Test("the mirror replaces scheme, host and port, and goes before the path")
  func mirror() throws {
    let store = try StoreFixture().store(mirror: "http://localhost:81/copy")
    #expect(
      try store.resolved("https://example.org/a/b?c=d").absoluteString
        == "http://localhost:81/copy/a/b?c=d")
    #expect(throws: ModelsError.self) { try StoreFixture().store(mirror: "localhost:81") }
  }
}

/// Keeps what is reported from any thread.
private final class Recorder: Sendable {
  private let kept = Mutex<[PullEvent]>([])

  var events: [PullEvent] { kept.withLock { $0 } }

  var record: @Sendable (PullEvent) -> Void {
    { event in self.kept.withLock { $0.append(event) } }
  }
}
