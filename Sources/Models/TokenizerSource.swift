import Foundation

/// Where the files are by which texts become the tokens that a network reads.
public enum TokenizerSource: Hashable, Sendable {
  /// In this folder: a `tokenizer.json`, or else a `vocab.txt`, with what lies beside it.
  case folder(String)
  /// This file of a folder, a `tokenizer.json` or else a `vocab.txt` whatever it is called, with what
  /// lies beside it.
  case file(String, folder: String)
  /// Bytes of a WordPiece `vocab.txt` and of its `tokenizer_config.json`.
  case wordPieces(vocabulary: Data, configuration: Data?)
}

extension TokenizerSource {
  /// What a folder is called a tokenizer's for, the one that is read first.
  private static let names = ["tokenizer.json", "vocab.txt"]
  /// What is read beside them.
  private static let settings = ["tokenizer_config.json", "special_tokens_map.json"]

  /// The file that a manifest names beside a network's, if it `mustBeThere` one that is there; nil if it
  /// names none.
  init?(named manifest: Manifest?, besideFile path: String, mustBeThere: Bool) {
    let named = manifest?.inputs.lazy.compactMap { input -> String? in
      if case .tokens(let tokens) = input.kind { tokens.tokenizer } else { nil }
    }.first
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard let named else { return nil }
    if mustBeThere && FileContents.size(ofFile: "\(folder)/\(named)") == nil { return nil }
    self = .file(named, folder: folder)
  }

  /// The folder of a network's file, or the one above if that is called `onnx`, whichever has a
  /// tokenizer; nil if neither has.
  init?(besideFile path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var folders = [folder]
    if folder.lastPathComponent == "onnx" { folders.append(folder.deletingLastPathComponent()) }
    let found = folders.map(\.path).first { folder in
      Self.names.contains { FileContents.size(ofFile: "\(folder)/\($0)") != nil }
    }
    guard let found else { return nil }
    self = .folder(found)
  }

  /// The files that it is read from, or would be if they were there.
  var paths: [String] {
    switch self {
    case .folder(let folder): (Self.names + Self.settings).map { "\(folder)/\($0)" }
    case .file(let name, let folder): ([name] + Self.settings).map { "\(folder)/\($0)" }
    case .wordPieces: []
    }
  }
}
