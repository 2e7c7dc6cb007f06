import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One GET request whose body is appended to a file.
///
/// It asks only for what the file lacks; a server that sends everything instead makes the file
/// start over. Bodies longer than expected are broken off, and a redirect from https to http is not
/// followed.
final class HTTPTransfer: NSObject, URLSessionDataDelegate, Sendable {
  /// How a transfer can end other than well.
  enum Failure: Error {
    /// The server answered with this status.
    case status(Int)
    /// The server has another part, or another file, than was asked for.
    case size(found: Int)
    /// The part that the file has is not the beginning of the server's file.
    case unsatisfiableRange
    /// The connection failed.
    case connection(String)
    /// The file could not be written.
    case write(Int32)
  }

  private struct State {
    var received: Int
    var failure: Failure?
  }

  private let url: URL
  private let descriptor: Int32
  private let expected: Int
  private let isExact: Bool
  private let offset: Int
  private let progress: @Sendable (Int) -> Void
  private let state: Mutex<State>
  private let done = DispatchSemaphore(value: 0)

  /// A transfer to the end of an open file that has `offset` bytes.
  ///
  /// - Parameters:
  ///   - expected: the size of the whole file, or if not `isExact` the largest allowed.
  ///   - progress: called with the bytes that the file has, from another thread.
  init(
    url: URL, descriptor: Int32, offset: Int, expected: Int, isExact: Bool,
    progress: @escaping @Sendable (Int) -> Void
  ) {
    self.url = url
    self.descriptor = descriptor
    self.offset = offset
    self.expected = expected
    self.isExact = isExact
    self.progress = progress
    state = Mutex(State(received: offset))
  }

  /// Runs the transfer and blocks until it has ended; `timeout` seconds without a byte end it.
  func run(timeout: Double) throws(Failure) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    // A range of a compressed body is a range of something else.
    configuration.httpAdditionalHeaders = ["User-Agent": "igtool", "Accept-Encoding": "identity"]
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    var request = URLRequest(url: url, timeoutInterval: timeout)
    if offset > 0 { request.setValue("bytes=\(offset)-", forHTTPHeaderField: "Range") }
    session.dataTask(with: request).resume()
    done.wait()
    session.finishTasksAndInvalidate()
    let result = state.withLock { $0 }
    if let failure = result.failure { throw failure }
    guard isExact, result.received < expected else { return }
    throw .connection("broke off after \(result.received) of \(expected) bytes")
  }

  // MARK: - Delegate

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    let isDowngrade = url.scheme == "https" && request.url?.scheme != "https"
    completionHandler(isDowngrade ? nil : request)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let failure = (response as? HTTPURLResponse).flatMap(accept)
    if let failure { fail(failure) }
    completionHandler(failure == nil ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let received = state.withLock { state -> Int? in
      guard state.failure == nil else { return nil }
      guard state.received + data.count <= expected else {
        state.failure = .size(found: state.received + data.count)
        return nil
      }
      if let code = FileContents.append(data, to: descriptor) {
        state.failure = .write(code)
        return nil
      }
      state.received += data.count
      return state.received
    }
    if let received { progress(received) } else { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    if let error { fail(.connection(Self.reason(error))) }
    done.signal()
  }

  /// The first failure is the cause of the others.
  private func fail(_ failure: Failure) {
    state.withLock { $0.failure = $0.failure ?? failure }
  }

  /// Whether the answer's body can be appended, after making the file ready for it.
  private func accept(_ response: HTTPURLResponse) -> Failure? {
    let length = Int(response.value(forHTTPHeaderField: "Content-Length") ?? "")
    switch response.statusCode {
    case 206:
      guard Self.start(ofRange: response) == offset else { return .unsatisfiableRange }
      return mismatch(length.map { $0 + offset })
    case 200:
      guard ftruncate(descriptor, 0) == 0 else { return .write(errno) }
      state.withLock { $0.received = 0 }
      return mismatch(length)
    case 416: return .unsatisfiableRange
    default: return .status(response.statusCode)
    }
  }

  private func mismatch(_ size: Int?) -> Failure? {
    guard let size, isExact ? size != expected : size > expected else { return nil }
    return .size(found: size)
  }

  /// 500 in `Content-Range: bytes 500-999/1000`.
  private static func start(ofRange response: HTTPURLResponse) -> Int? {
    let range = response.value(forHTTPHeaderField: "Content-Range") ?? ""
    return range.firstMatch(of: /bytes ([0-9]+)-/).flatMap { Int($0.output.1) }
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .timedOut: "no answer in time"
    case .cannotFindHost: "the host's name is unknown (is there a network?)"
    case .cannotConnectToHost: "no connection (is there a network?)"
    case .networkConnectionLost: "the connection broke off"
    case .secureConnectionFailed, .serverCertificateUntrusted: "no secure connection"
    default: "failed: \((error as NSError).localizedDescription)"
    }
  }
}
