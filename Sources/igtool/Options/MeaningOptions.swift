import ArgumentParser
import Classification
import Explaining
import Imaging
import Models

/// What a network is fed, and what it answers with, where that is not known of it.
struct MeaningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Convention of the network's pixels.",
      discussion: "Default: what the model's manifest says."))
  var preprocess: Preprocessing.Preset?

  @Option(
    help: ArgumentHelp(
      "What is subtracted from pixels (0-255), red, green, blue.", valueName: "r,g,b"),
    transform: Triple.init(option:))
  var mean: Triple?

  @Option(
    help: ArgumentHelp(
      "What pixels are divided by afterwards, red, green, blue.", valueName: "r,g,b"),
    transform: Triple.init(option:))
  var std: Triple?

  @Option(help: "Order of the channels that the network reads.")
  var channelOrder: Preprocessing.ChannelOrder?

  @Option(help: ArgumentHelp("Size of the network's input.", valueName: "N|HxW"))
  var size: InputSize?

  @Option(
    help: ArgumentHelp(
      "How a picture of another size is brought to the network's: pad, crop[:RATIO], stretch.",
      discussion: "pad shows all of it, crop its middle (crop:0.875 scales it to 256 for 224), "
        + "stretch distorts it. Default: pad, unless something beside the model says otherwise.",
      valueName: "fit"))
  var fit: FitChoice?

  @Option(help: ArgumentHelp("Which of several outputs is explained.", valueName: "name"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "What the output's numbers are: logits for softmax or sigmoid, or numbers as they are.",
      discussion: "Default: what the network ends in; without an end, softmax for several columns "
        + "and number for one."))
  var head: Head?

  @Option(
    help: ArgumentHelp(
      "Keep an input of several as it is: only the others are explained; repeatable.",
      valueName: "name"))
  var hold: [String] = []

  /// Puts what was typed into a request for a network.
  func write(to network: inout NetworkRequest) {
    if let preprocess { network.preprocess = preprocess }
    if let mean { network.mean = mean.values }
    if let std { network.std = std.values }
    if let channelOrder { network.channelOrder = channelOrder }
    if let size { network.size = size.size }
    if let fit { (network.fit, network.cropRatio) = (fit.fit, fit.ratio) }
    if let output { network.output = output }
    if let head { network.head = head }
    if !hold.isEmpty { network.held = hold }
  }
}

/// A fit, and for `crop` the part of the picture's shorter side that is kept: `crop:0.875`.
struct FitChoice: ExpressibleByArgument {
  let fit: Fit
  let ratio: Double?

  static let allValueStrings = Fit.allCases.map(\.rawValue)
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let fit = Fit(rawValue: String(parts[0])) else { return nil }
    self.fit = fit
    guard parts.count > 1 else {
      ratio = nil
      return
    }
    guard fit == .crop, let ratio = Double(parts[1]), ratio > 0, ratio <= 1 else { return nil }
    self.ratio = ratio
  }
}

extension Preprocessing.Preset: ExpressibleByArgument {}
extension Preprocessing.ChannelOrder: ExpressibleByArgument {}
extension Head: ExpressibleByArgument {}
