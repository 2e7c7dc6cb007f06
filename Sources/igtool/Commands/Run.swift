import ArgumentParser
import Classification
import Files
import Foundation
import Inputs
import Tensors

/// `igtool run`: arrays in, arrays out.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a network on arrays: .npy files in, .npy files out.",
    discussion: """
      Arrays are in the network's own order (N×C×H×W for pictures) and are neither scaled nor \
      reordered. One file per output is written, named after it: floating-point numbers as float32, \
      integers and booleans with their type. Numbers of any type may be handed in, but no \
      floating-point numbers where the network reads integers.

      With --gradient, the gradient of one number of an output is written too: for every input of \
      floating-point numbers, or of bytes, as gradient.INPUT.npy, and for every value of \
      --gradient-at. Indices count from 0, or from the end if negative, over all axes.

      igtool run net.onnx --input image=batch.npy --output-dir out
      igtool run squeezenet --input batch.npy
      igtool run bert.onnx --input ids.npy --input mask.npy --gradient 'logits[0,2]' \
      --gradient-at embedding
      """)

  @Argument(help: "Name or path of the network.", completion: Completions.models)
  var model: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "An input of the network; without a name the next one in the order of the network.",
      valueName: "name=file.npy"))
  var input: [String]

  @Option(help: ArgumentHelp("An output that is wanted. Default: all.", valueName: "name"))
  var output: [String] = []

  @Option(
    help: ArgumentHelp(
      "The number whose gradient is wanted; the name may be left out if there is one output.",
      valueName: "output[i,j,…]"))
  var gradient: OutputEntry?

  @Option(
    help: ArgumentHelp(
      "A value inside the network, or the node that computes it, to take the gradient at as well.",
      valueName: "value"))
  var gradientAt: [String] = []

  @Option(
    help: ArgumentHelp(
      "Size of the pictures. Arrays say it themselves; another one is refused.",
      valueName: "N|HxW"))
  var size: InputSize?

  @OptionGroup var folder: FolderOptions

  @OptionGroup var store: StoreOptions

  @OptionGroup var limits: LimitOptions

  @OptionGroup var log: LogOptions

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    if gradient == nil && !gradientAt.isEmpty {
      throw ValidationError("--gradient-at needs --gradient, which says what is differentiated")
    }
    if folder.place.isStandardOutput {
      throw ValidationError("-o -: run writes an array for each output, into a folder")
    }
  }

  func run() throws {
    let results = try computed(from: try inputArrays())
    var (files, lines) = (StagedFiles(), [String]())
    defer { files.discard() }
    for (path, values) in zip(try paths(results.map(\.file)), results.map(\.values)) {
      let replaced = FileKind.isThere(path) ? " (replaced)" : ""
      try files.add(
        NumPyFile.encode(values), as: path, existing: folder.noClobber ? .refuse : .replace)
      lines.append("\(Console.printable(path))  \(values.tensor.shape)\(replaced)")
    }
    try Interruption.holdingOff { try files.commit() }
    if !quiet { try lines.forEach(Console.output) }
  }

  /// Outputs and gradients, with the names of their files.
  private func computed(
    from arrays: [(name: String?, values: NumPyArray)]
  ) throws -> [(file: String, values: NumPyArray)] {
    var options = RawNetwork.Options()
    options.outputs = output.isEmpty ? nil : output
    options.size = size?.size
    limits.write(to: &options.engine)
    let files = try ModelFetch(store: try store.modelStore(), isQuiet: quiet)
      .find(model, offline: store.offline)
    let network = try RawNetwork(files, inputs: arrays, options: options, gradient: gradient)
    if output.isEmpty && !quiet {
      for (name, reason) in network.unavailableOutputs {
        Console.warning("output \"\(name)\" is left out: \(reason)")
      }
    }
    let outputs = try network.outputs().map { (file: safe($0.name), values: $0.values) }
    guard let gradient else { return outputs }
    let gradients = try network.gradients(of: gradient, at: gradientAt)
    return outputs
      + gradients.map { (file: "gradient." + safe($0.name), values: NumPyArray($0.values)) }
  }

  /// The arrays that were given, with the names that were given; nil where none was.
  private func inputArrays() throws -> [(name: String?, values: NumPyArray)] {
    try input.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let path = parts.last ?? argument
      return (parts.count == 2 ? parts[0] : nil, try ArrayFile.read(path))
    }
  }

  /// A name with letters that every file system takes.
  private func safe(_ name: String) -> String {
    let plain = String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    return plain.hasPrefix(".") ? "_" + plain : plain
  }

  /// A path for each file, none of which may be another's or that of an input.
  private func paths(_ names: [String]) throws -> [String] {
    let inputs = Set(
      input.map { $0.split(separator: "=", maxSplits: 1).last.map(String.init) ?? $0 }
        .map(FileKind.realPath))
    var taken = Set<String>()
    return try names.map { name in
      let file = name + ".npy"
      let path = folder.place.path(file)
      guard taken.insert(path).inserted else {
        throw Failure(.usage, "\(path): two outputs have this name")
      }
      guard !inputs.contains(FileKind.realPath(path)) else {
        throw Failure(.usage, "\(path) is an input; choose another --output-dir")
      }
      return path
    }
  }
}

extension OutputEntry: ExpressibleByArgument {
  /// Reads what was typed.
  public init?(argument: String) { self.init(argument) }
}
