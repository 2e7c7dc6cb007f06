import Files
import Foundation

/// What can go wrong between the name of a model and its bytes.
///
/// Each description is one lower-case line: where, what was expected, what was found, what to do.
/// Names and paths are quoted as given; whoever prints them escapes them.
public enum ModelsError: Error, Equatable {
  // MARK: - Finding

  /// A path given as a model leads to nothing that can be read.
  case unreadableFile(path: String, reason: String)

  /// A name that is in no model folder, and `pullable` is what could be fetched instead.
  case modelNotFound(name: String, searched: [String], pullable: Pullable?, similar: [String])

  /// A file that no network or manifest of this tool can be as large as.
  case fileTooLarge(path: String, bytes: Int, limit: Int)

  /// A manifest or catalogue with a value that makes no sense; `key` is a path such as
  /// `input.preprocessing.mean`.
  case badManifest(file: String, key: String, problem: String)

  /// An environment variable with a value that cannot be meant.
  case badSetting(variable: String, value: String, expected: String)

  // MARK: - Fetching

  /// A name that the catalogue has no address for.
  case notInCatalogue(name: String, pullable: [String])

  /// A download was needed and was forbidden; `target` is where the file belongs, `member` its name
  /// in an archive.
  case offline(name: String, url: String, target: String, member: String? = nil)

  /// None of the addresses of a model gave it; `failures` says of each why, `builtIn` names the networks
  /// that need no address.
  case notFetched(name: String, failures: [ModelsError], builtIn: [String])

  /// The server could not be reached, or broke off.
  case connectionFailed(url: String, reason: String)

  /// The server answered with another status than success.
  case badResponse(url: String, status: Int)

  /// The server's file has not the size of the catalogue.
  case wrongSize(url: String, expected: Int, found: Int)

  /// A fetched file was not the one of the catalogue, and was deleted.
  case wrongChecksum(url: String, expected: String, found: String)

  /// A fetched archive that is no zip archive, or has not in it what the catalogue says, and was
  /// deleted.
  case badArchive(url: String, expected: String, found: String)

  /// A fetched list of labels that has not one line for each class.
  case wrongLabels(url: String, expectedLines: Int, found: Int)

  /// Another process has been fetching the same file all the time that this one waited.
  case pullInProgress(path: String)

  // MARK: - Keeping

  /// A file that was brought as a catalogued model and is another one.
  case otherFile(path: String, name: String, expected: String, found: String)

  /// There is no folder to keep fetched models in.
  case noCache

  /// The disk has no room for a file to be fetched.
  case notEnoughSpace(folder: String, needed: Int, available: Int)

  /// A file or folder could not be written; `code` is the `errno`.
  case cannotWrite(path: String, code: Int32)

  /// A model that the store did not put where it is.
  case notRemovable(name: String, location: String)

  /// A catalogued model that can be fetched.
  public struct Pullable: Equatable, Sendable {
    /// The name to pull.
    public let name: String
    /// How many bytes are fetched.
    public let bytes: Int
  }
}

extension ModelsError {
  /// What an error means to the caller of the tool, after `sysexits.h`.
  public enum Kind: Sendable {
    /// A flag or variable is wrong (64).
    case usage
    /// A file's content is wrong (65).
    case badData
    /// A file is not there (66).
    case noInput
    /// A model is not to be had (69).
    case unavailable
    /// A file cannot be created (73).
    case cannotCreate
    /// The disk is full or failing (74).
    case inputOutput
  }

  /// What the error means to the caller of the tool.
  public var kind: Kind {
    switch self {
    case .badSetting: .usage
    case .fileTooLarge, .badManifest, .otherFile: .badData
    case .unreadableFile: .noInput
    case .modelNotFound, .notInCatalogue, .offline, .notFetched, .connectionFailed, .badResponse,
      .wrongSize,
      .wrongChecksum, .badArchive, .wrongLabels, .pullInProgress:
      .unavailable
    case .noCache, .notRemovable: .cannotCreate
    case .cannotWrite(_, let code):
      [ENOSPC, EDQUOT, EFBIG, EIO].contains(code) ? .inputOutput : .cannotCreate
    case .notEnoughSpace: .inputOutput
    }
  }
}

extension ModelsError: CustomStringConvertible {
  /// One line: where, expected, found, what to do next.
  public var description: String {
    switch self {
    case .unreadableFile(let path, let reason): "\(path): \(reason)"
    case .modelNotFound(let name, let searched, let pullable, let similar):
      Self.describeNotFound(name, searched, pullable, similar)
    case .fileTooLarge(let path, let bytes, let limit):
      "\(path): has \(ByteCount(bytes)), at most \(ByteCount(limit)) can be read"
    case .badManifest(let file, let key, let problem):
      "\(file): \(key.isEmpty ? "" : "\"\(key)\" ")\(problem)"
    case .badSetting(let variable, let value, let expected):
      "\(variable)=\(value): expected \(expected)"
    case .notInCatalogue(let name, let pullable):
      "no model \"\(name)\" can be fetched; there are \(pullable.joined(separator: ", "))"
    case .offline(let name, let url, let target, let member):
      "model \"\(name)\" is not here, and --offline or IGTOOL_OFFLINE forbids to fetch it; by hand: "
        + Self.commands(url, target, member)
    case .notFetched(let name, let failures, let builtIn):
      Self.describeNotFetched(name, failures, builtIn)
    case .connectionFailed(let url, let reason):
      "\(url): \(reason); what has arrived is kept, the same command goes on from there"
    case .badResponse(let url, let status): Self.describeResponse(url, status)
    case .wrongSize(let url, let expected, let found):
      "\(url): expected \(expected) bytes, found \(found); a proxy or the server sends another file"
    case .wrongChecksum(let url, let expected, let found):
      "\(url): expected SHA-256 \(expected), found \(found); the file was deleted, try again"
    case .badArchive(let url, let expected, let found):
      "\(url): expected \(expected), found \(found); the archive was deleted; give another file of "
        + "the network with --model"
    case .wrongLabels(let url, let expectedLines, let found):
      "\(url): expected \(expectedLines) labels, found \(found); give a file with --labels"
    case .pullInProgress(let path):
      "\(path): another process is still fetching this file; wait for it, or end it"
    case .otherFile(let path, let name, let expected, let found):
      "\(path): is not \(name): expected \(expected), found \(found); --model \(Self.quoted(path)) "
        + "takes a network as it is"
    case .noCache:
      "there is no folder to keep models in: set HOME, or XDG_CACHE_HOME to an absolute path"
    case .notEnoughSpace(let folder, let needed, let available):
      "\(folder): \(ByteCount(needed)) needed, \(ByteCount(available)) free; make room, or set "
        + "XDG_CACHE_HOME to another disk"
    case .cannotWrite(let path, let code):
      "\(path): cannot be written: \(FileError.message(of: code))"
    case .notRemovable(let name, let location):
      "model \"\(name)\" is \(location), not in the cache; igtool removes only what it fetched"
    }
  }

  private static func describeNotFound(
    _ name: String, _ searched: [String], _ pullable: Pullable?, _ similar: [String]
  ) -> String {
    let places = searched.isEmpty ? "" : "in \(searched.joined(separator: ", ")), or "
    var line = "no model \"\(name)\" \(places)built in; "
    if let pullable {
      line += "\"igtool model pull \(pullable.name)\" fetches "
      line += pullable.name == name ? "it" : "a variant"
      line += " (\(ByteCount(pullable.bytes))), or "
    } else if !similar.isEmpty {
      line += "did you mean \(similar.map { "\"\($0)\"" }.joined(separator: " or "))? else "
    }
    return line + "give a file: --model path/to/net.onnx"
  }

  private static func describeNotFetched(
    _ name: String, _ failures: [ModelsError], _ builtIn: [String]
  ) -> String {
    let why = failures.map(\.description).joined(separator: "; ")
    let line = "\(why); a file that you have: igtool model add FILE --as \(quoted(name))"
    guard !builtIn.isEmpty else { return line }
    return line + "; without any: --model " + builtIn.joined(separator: ", --model ")
  }

  private static func describeResponse(_ url: String, _ status: Int) -> String {
    switch status {
    case 401, 403:
      "\(url): the server refuses access (HTTP \(status)); set IGTOOL_MIRROR to a mirror"
    case 404, 410: "\(url): not there any more (HTTP \(status)); set IGTOOL_MIRROR to a mirror"
    default: "\(url): the server answered HTTP \(status); try again later"
    }
  }

  /// What fetches a file by hand, and takes it out of its archive.
  private static func commands(_ url: String, _ target: String, _ member: String?) -> String {
    let file = quoted(target + (member == nil ? "" : ".zip"))
    let fetch = "curl -L --create-dirs -o \(file) \(quoted(url))"
    guard let member else { return fetch }
    return "\(fetch) && unzip -p \(file) \(quoted(member)) > \(quoted(target))"
  }

  /// `text` as one word of a shell.
  private static func quoted(_ text: String) -> String {
    let plain = text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-:+%@=".contains($0))
    }
    return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
