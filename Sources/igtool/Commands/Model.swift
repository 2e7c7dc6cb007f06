import ArgumentParser
import Foundation
import Models

/// `igtool model`: the networks that are here, and those that can be.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, fetch, add, inspect, check and remove networks.",
    discussion: """
      igtool model list
      igtool model pull googlenet-12
      igtool model add ~/Downloads/googlenet-12.onnx --as googlenet
      igtool model info shapes
      igtool model info path/to/net.onnx --json
      igtool model classes googlenet-12 terrier
      """,
    subcommands: [
      List.self, Pull.self, Add.self, Info.self, Classes.self, Verify.self, Remove.self,
    ])
}

extension Model {
  /// `igtool model list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the networks that are here, and those that can be fetched.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    @Flag(help: "Write one JSON object to standard output.")
    var json = false

    func run() throws {
      let listings = try store.modelStore().list()
      if json { return try Console.output(JSONText.line(["models": listings.map(Row.init)])) }
      let rows = listings.map { listing in
        [
          Console.printable(listing.name), ByteCount(listing.bytes).description, place(listing),
          listing.title.map(Console.printable) ?? "",
        ]
      }
      for line in Self.aligned(rows) { try Console.output(line) }
    }

    /// Cells below each other, as wide as the widest of their column; the last column is as it is.
    private static func aligned(_ rows: [[String]]) -> [String] {
      let widths = (0..<3).map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
      return rows.map { row in
        var line = zip(row, widths).map { $0.filled(to: $1) + "  " }.joined() + row[3]
        while line.hasSuffix(" ") { line.removeLast() }
        return line
      }
    }

    private func place(_ listing: ModelListing) -> String {
      switch listing.place {
      case .file(let path), .cache(let path): Console.printable(path)
      case .builtIn: "built in"
      case .catalogue: "not here: igtool model pull \(listing.name)"
      }
    }
  }

  /// A network of `igtool model list --json`.
  private struct Row: Encodable {
    let name: String
    let bytes: Int
    /// `file`, `cache`, `built_in` or `catalogue`.
    let place: String
    let path: String?
    let title: String?
    let hasManifest: Bool

    private enum CodingKeys: String, CodingKey {
      case name, bytes, place, path, title
      case hasManifest = "has_manifest"
    }

    init(_ listing: ModelListing) {
      name = listing.name
      bytes = listing.bytes
      title = listing.title
      hasManifest = listing.hasManifest
      (place, path) =
        switch listing.place {
        case .file(let path): ("file", path)
        case .cache(let path): ("cache", path)
        case .builtIn: ("built_in", nil)
        case .catalogue: ("catalogue", nil)
        }
    }
  }

  /// `igtool model pull`.
  struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetch a network of the catalogue into the user's cache.",
      discussion: "A download that breaks off goes on where it ended. Nothing gets its name before "
        + "its size and SHA-256 are right. Where an address does not give it, the catalogue's others are "
        + "tried in turn. IGTOOL_MIRROR replaces their servers.")

    @Argument(help: "Name in the catalogue; see igtool model list.", completion: Completions.models)
    var name: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions
    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func run() throws {
      let path: String
      path = try ModelFetch(store: try store.modelStore(), isQuiet: quiet)
        .pull(name, offline: store.offline)
      try Console.output(Console.printable(path))
    }
  }

  /// `igtool model add`.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a network of the catalogue that you have as a file into the user's cache.",
      discussion: """
        The file, or the archive that the catalogue has the network in, must have the catalogue's size and \
        SHA-256. It is copied; class names are taken from beside it. Nothing is fetched.

        igtool model add ~/Downloads/googlenet-12.onnx --as googlenet
        """)

    @Argument(help: "The network's file, or the archive with it.", completion: .file())
    var file: String

    @Option(
      name: .customLong("as"),
      help: ArgumentHelp("Name in the catalogue; see igtool model list.", valueName: "name"),
      completion: Completions.models)
    var name: String

    func run() throws {
      let store = try ModelStore(
        environment: ProcessInfo.processInfo.environment, home: NSHomeDirectory())
      let added = try store.add(file, as: name)
      if let labels = added.missingLabels {
        Console.warning(
          "no class names: \(Console.printable(labels)) is not beside \(Console.printable(file)); put it there "
            + "and repeat this, or give it with --labels")
      }
      try Console.output(Console.printable(added.path))
    }
  }

  /// `igtool model verify`.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare a network's SHA-256 with its manifest and the catalogue.")

    @Argument(help: "Name or path of the network.", completion: Completions.models)
    var model: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    func run() throws {
      let result = try store.modelStore().verify(model)
      let name = Console.printable(result.path ?? result.name)
      switch result.verdict {
      case .catalogued(let entry): try Console.output("\(name): is \(entry) of the catalogue")
      case .asInManifest: try Console.output("\(name): as its manifest says")
      case .unlisted: try Console.output("\(name): SHA-256 \(result.sha256), listed nowhere")
      case .differs(let expected):
        throw Failure(
          .badData,
          "\(name): expected SHA-256 \(expected.joined(separator: " or ")), found "
            + "\(result.sha256); remove it and fetch it again")
      }
    }
  }

  /// `igtool model remove`.
  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a fetched network from the user's cache.")

    @Argument(help: "Name of the network.", completion: Completions.models)
    var name: String

    @OptionGroup var log: LogOptions

    func run() throws {
      let store = try ModelStore(
        environment: ProcessInfo.processInfo.environment, home: NSHomeDirectory())
      for path in try store.remove(name) {
        try Console.output("removed \(Console.printable(path))")
      }
    }
  }
}
