import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that misbehaves as a test wants it to.
final class LocalServer: Sendable {
  /// What a client asked for.
  struct Request: Sendable {
    /// The path of the address.
    let path: String
    /// The first byte of a `Range`, if there was one.
    let rangeStart: Int?
    /// How many requests came before.
    let number: Int
  }

  /// What the client gets.
  struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body = Data()
    /// After so many bytes of the body the connection is closed.
    var breakOff: Int?
    /// Seconds before the body.
    var delay = 0.0
  }

  /// The server's address, `http://127.0.0.1:PORT`.
  let address: String
  private let listener: Int32
  private let log = Mutex<[Request]>([])

  /// Starts a server that answers with what the closure returns.
  init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let code = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) | listen(listener, 16) | getsockname(listener, $0, &length)
      }
    }
    guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let server = self else { return }
        Thread.detachNewThread { server.serve(connection, answer) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The requests so far.
  var requests: [Request] { log.withLock { $0 } }

  /// A server of files by path, that obeys `Range`.
  static func files(_ files: [String: Data]) throws -> LocalServer {
    try LocalServer { request in
      files[request.path].map { file(request, $0) } ?? Answer(status: 404)
    }
  }

  /// The answer of a good server.
  static func file(_ request: Request, _ data: Data) -> Answer {
    guard let start = request.rangeStart else { return Answer(body: data) }
    guard start < data.count else { return Answer(status: 416) }
    return Answer(
      status: 206,
      headers: ["Content-Range": "bytes \(start)-\(data.count - 1)/\(data.count)"],
      body: Data(data.dropFirst(start)))
  }

  private func serve(_ connection: Int32, _ answer: (Request) -> Answer) {
    defer { close(connection) }
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return }
    let range = text.firstMatch(of: /(?i)range: bytes=([0-9]+)-/).flatMap { Int($0.output.1) }
    let request = log.withLock { log in
      log.append(Request(path: String(words[1]), rangeStart: range, number: log.count))
      return log[log.count - 1]
    }
    send(answer(request), to: connection)
  }

  private func send(_ answer: Answer, to connection: Int32) {
    var headers = answer.headers
    headers["Content-Length"] = headers["Content-Length"] ?? "\(answer.body.count)"
    headers["Connection"] = "close"
    let head = headers.map { "\($0): \($1)\r\n" }.joined()
    send(Data("HTTP/1.1 \(answer.status) Answer\r\n\(head)\r\n".utf8), to: connection)
    Thread.sleep(forTimeInterval: answer.delay)
    send(answer.body.prefix(answer.breakOff ?? answer.body.count), to: connection)
    // Foundation may drop bytes that are not yet handed on when the connection ends.
    if answer.breakOff != nil { Thread.sleep(forTimeInterval: 1) }
  }

  private func send(_ data: Data, to connection: Int32) {
    data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      var sent = 0
      while sent < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
        let count = Foundation.send(
          connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return }
        sent += count
      }
    }
  }
}
