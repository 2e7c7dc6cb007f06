import Classification
import Imaging
import Inputs
import Models

/// Which network is asked, and what is said of it beyond what its files say.
public struct NetworkRequest: Hashable, Sendable, Codable {
  /// Name or path.
  public var model: String
  /// A named convention of its pixels.
  public var preprocess: Preprocessing.Preset?
  /// What is subtracted from pixels, red, green, blue.
  public var mean: [Double]?
  /// What pixels are divided by, red, green, blue.
  public var std: [Double]?
  /// Order of the channels that it reads.
  public var channelOrder: Preprocessing.ChannelOrder?
  /// Size of its input.
  public var size: Size?
  /// How pictures of another size are brought to its own.
  public var fit: Fit?
  /// For `crop`: the part of the scaled picture's shorter side that is kept.
  public var cropRatio: Double?
  /// A file of names of its classes.
  public var labels: String?
  /// Which of its outputs is explained.
  public var output: String?
  /// What that output's numbers are.
  public var head: Head?
  /// Names of inputs that are held although they could vary.
  public var held: [String] = []
  /// Whether convolutions are computed by their definition.
  public var exact = false
  /// Whether all matrix products are left to BLAS.
  public var blas = false

  private enum CodingKeys: String, CodingKey {
    case preprocess, mean, std, size, fit, labels, output, head, held, exact, blas
    case model = "name"
    case channelOrder = "channel_order"
    case cropRatio = "crop_ratio"
  }

  /// A network of which nothing is said.
  public init(model: String) { self.model = model }

  /// Reads what is said; what is left out is not said.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(String.self, forKey: .model)
    preprocess = try container.decodeIfPresent(Preprocessing.Preset.self, forKey: .preprocess)
    mean = try container.decodeIfPresent([Double].self, forKey: .mean)
    std = try container.decodeIfPresent([Double].self, forKey: .std)
    channelOrder = try container.decodeIfPresent(
      Preprocessing.ChannelOrder.self, forKey: .channelOrder)
    size = try container.decodeIfPresent(Size.self, forKey: .size)
    fit = try container.decodeIfPresent(Fit.self, forKey: .fit)
    cropRatio = try container.decodeIfPresent(Double.self, forKey: .cropRatio)
    labels = try container.decodeIfPresent(String.self, forKey: .labels)
    output = try container.decodeIfPresent(String.self, forKey: .output)
    head = try container.decodeIfPresent(Head.self, forKey: .head)
    held = try container.decodeIfPresent([String].self, forKey: .held) ?? []
    exact = try container.decodeIfPresent(Bool.self, forKey: .exact) ?? false
    blas = try container.decodeIfPresent(Bool.self, forKey: .blas) ?? false
  }

  /// What is said of outputs, as the network's reader takes it.
  public func classifierOptions() throws -> Classifier.Options {
    var options = Classifier.Options()
    options.size = size
    options.output = output
    options.head = head
    options.held = Set(held)
    options.labels = try labels.map { try LabelFile.read($0) }
    return options
  }

  /// What is said of pixels, as the reader of pictures takes it.
  public var pictureOptions: PictureKnowledge.Options {
    var options = PictureKnowledge.Options()
    options.preprocessing = preprocess?.preprocessing
    (options.mean, options.std, options.channelOrder) = (mean, std, channelOrder)
    (options.fit, options.cropRatio) = (fit, cropRatio)
    return options
  }

  /// Refuses numbers that no network can mean.
  public func check() throws(RequestError) {
    for (option, values) in [("--mean", mean), ("--std", std)] {
      guard let values else { continue }
      if values.count != 3 || !values.allSatisfy(\.isFinite) {
        throw .badSetting(option, found: "\(values)", expected: "three numbers")
      }
    }
    if let std, std.contains(0) {
      throw .badSetting(
        "--std", found: std.map(\.shortText).joined(separator: ","), expected: "no 0")
    }
    if let size, !(1...8192).contains(size.width) || !(1...8192).contains(size.height) {
      throw .badSetting(
        "--size", found: "\(size.height)x\(size.width)", expected: "sides from 1 to 8192")
    }
    if let cropRatio, !(cropRatio > 0 && cropRatio <= 1) {
      throw .badSetting("--fit", found: "crop:\(cropRatio)", expected: "a share such as crop:0.875")
    }
  }
}

extension Double {
  /// The number without a point where it is whole.
  fileprivate var shortText: String { Int(exactly: self).map(String.init) ?? String(self) }
}
