import ArgumentParser
import Classification
import Foundation
import Tensors

/// `igtool run`: arrays in, arrays out.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a network on arrays: .npy files in, .npy files out.",
    discussion: """
      Arrays are in the network's own order (N×C×H×W for pictures) and are neither scaled nor \
      reordered. One file per output is written, named after it.

      igtool run net.onnx --input image=batch.npy --output-dir out
      igtool run squeezenet --input batch.npy
      """)

  @Argument(help: "Name or path of the network.")
  var model: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "An input of the network; the name may be left out if there is only one.",
      valueName: "name=file.npy"))
  var input: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Folder for the files that are written.", valueName: "dir"))
  var outputDir = "."

  @Option(
    help: ArgumentHelp("Size of the input, for networks that leave it open.", valueName: "N|HxW"))
  var size: InputSize?

  @Flag(help: "Refuse to replace files.")
  var noClobber = false

  @OptionGroup var store: StoreOptions
  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func run() throws {
    let outputs: [(name: String, values: Tensor)]
    let arrays = try inputArrays()
    do {
      let files = try ModelFetch(store: try store.modelStore(), isQuiet: quiet)
        .find(model, offline: store.offline)
      let network = try RawNetwork(files, size: size?.size)
      outputs = try network.outputs(for: arrays)
    } catch {
      throw Failure(error)
    }
    for (path, values) in zip(try paths(outputs.map(\.name)), outputs.map(\.values)) {
      try OutputFile.write(
        NumPyFile.encode(values), to: path, existing: noClobber ? .refuse : .replace)
      if !quiet { try Console.output("\(Console.printable(path))  \(values.shape)") }
    }
  }

  /// The arrays that were given, with the names that were given; nil where none was.
  private func inputArrays() throws -> [(name: String?, values: Tensor)] {
    try input.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let path = parts.last ?? argument
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Failure(.noInput, "\(path): this file cannot be read")
      }
      do {
        return (parts.count == 2 ? parts[0] : nil, try NumPyFile.decode([UInt8](data)))
      } catch {
        throw Failure(.badData, "\(path): \(error)")
      }
    }
  }

  /// A path for each output, named after it with letters that every file system takes.
  private func paths(_ names: [String]) throws -> [String] {
    let inputs = Set(
      input.map { $0.split(separator: "=", maxSplits: 1).last.map(String.init) ?? $0 }
        .map(OutputFile.realPath))
    var taken = Set<String>()
    return try names.map { name in
      let plain = String(
        name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
      let file = (plain.hasPrefix(".") ? "_" + plain : plain) + ".npy"
      let path = outputDir == "." ? file : (outputDir as NSString).appendingPathComponent(file)
      guard taken.insert(path).inserted else {
        throw Failure(.usage, "\(path): two outputs have this name")
      }
      guard !inputs.contains(OutputFile.realPath(path)) else {
        throw Failure(.usage, "\(path) is an input; choose another --output-dir")
      }
      return path
    }
  }
}
