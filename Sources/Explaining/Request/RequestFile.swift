import Files
import Foundation

extension Request {
  /// Most bytes of a report that are read, 256 MiB.
  static let reportByteLimit = 256 << 20

  /// Reads the request that a report in JSON tells: what `igtool explain` has written or printed.
  ///
  /// - Throws: `RequestError.missingFile`; `.badRequest`: a file that cannot be read, is no report, or asks
  ///   for what this program does not know.
  public init(fromReport path: String) throws(RequestError) {
    if FileKind(path) == .missing { throw .missingFile(path) }
    let data: Data
    do { data = Data(try FileBytes.read(path, limit: Self.reportByteLimit)) } catch {
      throw .badRequest(file: path, problem: "\(error)")
    }
    do {
      self = try JSONDecoder().decode(ReportOnRequest.self, from: data).request
    } catch let error as DecodingError {
      throw .badRequest(file: path, problem: error.problem)
    } catch {
      throw .badRequest(file: path, problem: "\(error)")
    }
  }
}

/// What is read of a report.
private struct ReportOnRequest: Decodable {
  let request: Request
}

extension DecodingError {
  /// What is wrong with a report, and where, in one line.
  var problem: String {
    func place(_ context: Context) -> String {
      context.codingPath.isEmpty
        ? "" : context.codingPath.map(\.stringValue).joined(separator: ".") + ": "
    }
    switch self {
    case .keyNotFound(let key, let context):
      return
        "\(place(context))expected a \"\(key.stringValue)\", found none; a report is the JSON "
        + "that explain writes with --save json, or prints with --json"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context))expected another kind of value"
    case .dataCorrupted(let context):
      let reason = context.underlyingError.map { "\($0)" } ?? context.debugDescription
      return place(context) + (context.codingPath.isEmpty ? "this is no JSON" : reason)
    @unknown default: return "\(self)"
    }
  }
}
