import ArgumentParser
import Classification
import Foundation
import Imaging

/// Which network is meant, and what it is fed.
struct ModelOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Name or path of the network.")
  var model = "googlenet"

  @OptionGroup var store: StoreOptions

  @Option(
    help: ArgumentHelp(
      "Convention of the network's pixels.",
      discussion: "Default: what the model's manifest says."))
  var preprocess: Preprocessing.Preset?

  @Option(help: "What is subtracted from pixels (0-255), red, green, blue.")
  var mean: Triple?

  @Option(help: "What pixels are divided by afterwards, red, green, blue.")
  var std: Triple?

  @Option(help: "Order of the channels that the network reads.")
  var channelOrder: Preprocessing.ChannelOrder?

  @Option(help: ArgumentHelp("Size of the network's input.", valueName: "N|HxW"))
  var size: InputSize?

  @Option(
    help: ArgumentHelp(
      "How a picture of another size is brought to the network's.",
      discussion: "pad shows all of it, crop its middle, stretch distorts it. Default: pad, "
        + "unless the model's manifest says otherwise."))
  var fit: Fit?

  @Option(help: ArgumentHelp("File with one class name per line.", valueName: "file"))
  var labels: String?

  /// Says what is wrong with numbers that no network can mean.
  func validate() throws {
    if let std, std.values.contains(0) {
      throw ValidationError("--std \(std): no number may be 0")
    }
  }

  /// What the arguments say about the network.
  func classifierOptions() throws -> Classifier.Options {
    var options = Classifier.Options()
    options.preprocessing = preprocess?.preprocessing
    options.mean = mean?.values
    options.std = std?.values
    options.channelOrder = channelOrder
    options.size = size?.size
    options.fit = fit
    options.labels = try labels.map { try LabelFile.read($0) }
    return options
  }

  /// Finds the network, fetching it if the catalogue has it and nothing forbids that, and reads it.
  func load(isQuiet: Bool) throws -> Classifier {
    do {
      let files = try ModelFetch(store: try store.modelStore(), isQuiet: isQuiet)
        .find(model, offline: store.offline)
      let classifier = try Classifier(files, options: try classifierOptions())
      if !isQuiet { classifier.warnings.forEach(Console.warning) }
      return classifier
    } catch {
      throw Failure(error)
    }
  }
}

/// Where networks are looked for.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder to look for models in, before the folders of IGTOOL_MODELS.", valueName: "dir"))
  var modelDir: String?

  @Flag(help: "Never fetch anything; IGTOOL_OFFLINE=1 does the same.")
  var offline = false

  /// The store of this process.
  func modelStore() throws -> ModelStore {
    do {
      return try ModelStore(
        modelDirectory: modelDir, environment: ProcessInfo.processInfo.environment,
        home: NSHomeDirectory())
    } catch {
      throw Failure(error)
    }
  }
}

extension Preprocessing.Preset: ExpressibleByArgument {}
extension Preprocessing.ChannelOrder: ExpressibleByArgument {}
extension Fit: ExpressibleByArgument {}
