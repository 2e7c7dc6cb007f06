/// How a network wants its pixels: x = (pixel − mean) / std for each channel, in a certain order.
///
/// `mean` and `std` are in pixel units (0–255) and always in the order red, green, blue, whatever
/// `channelOrder` says about the order in the tensor.
public struct Preprocessing: Hashable, Sendable {
  /// The order in which the colour channels lie in a network's input.
  public enum ChannelOrder: String, Codable, CaseIterable, Sendable {
    /// Red first.
    case rgb
    /// Blue first, as in Caffe and OpenCV.
    case bgr
  }

  /// What is subtracted from the red, green and blue of a pixel.
  public let mean: [Double]
  /// What the difference is divided by; never zero.
  public let std: [Double]
  /// The order of the channels in the tensor.
  public let channelOrder: ChannelOrder

  /// Preprocessing with three means and three divisors in the order red, green, blue.
  ///
  /// - Precondition: three finite values each, and no divisor is zero.
  public init(mean: [Double], std: [Double], channelOrder: ChannelOrder = .rgb) {
    precondition(mean.count == 3 && std.count == 3, "three channels expected")
    precondition((mean + std).allSatisfy(\.isFinite) && !std.contains(0), "finite, not zero")
    self.mean = mean
    self.std = std
    self.channelOrder = channelOrder
  }
}

extension Preprocessing {
  /// The conventions that have a name.
  public enum Preset: String, Codable, CaseIterable, Sendable {
    /// Blue first, ImageNet's mean subtracted, not scaled.
    case caffe
    /// ImageNet's mean and standard deviation, as in torchvision.
    case torch
    /// −1 to 1.
    case tf
    /// 0 to 1.
    case unit
    /// 0 to 255.
    case none

    /// The preset's values.
    public var preprocessing: Preprocessing {
      switch self {
      case .caffe:
        Preprocessing(mean: [123, 117, 104], std: [1, 1, 1], channelOrder: .bgr)
      case .torch:
        Preprocessing(mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375])
      case .tf:
        Preprocessing(mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5])
      case .unit:
        Preprocessing(mean: [0, 0, 0], std: [255, 255, 255])
      case .none:
        Preprocessing(mean: [0, 0, 0], std: [1, 1, 1])
      }
    }
  }

  /// The values of a preset.
  public init(_ preset: Preset) {
    self = preset.preprocessing
  }
}

extension Preprocessing: Codable {
  private enum Key: String, CodingKey {
    case mean, std, channelOrder
  }

  /// Reads a preset's name, or an object in which an absent `mean` is 0, an absent `std` 1, an
  /// absent order `rgb`, and one number stands for three equal ones.
  ///
  /// - Throws: `DecodingError` for another name, a number of channels that is neither 1 nor 3, an
  ///   `std` of 0, or an order that there is not.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      guard let preset = Preset(rawValue: name) else {
        throw DecodingError.problem(
          at: decoder.codingPath, expected(Preset.allCases.map(\.rawValue), found: name))
      }
      self.init(preset)
      return
    }
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      mean: try container.decodeChannels(.mean, otherwise: 0),
      std: try container.decodeChannels(.std, otherwise: 1),
      channelOrder: try container.decodeChoice(.channelOrder) ?? .rgb)
  }

  /// Writes the object with its three keys.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(std, forKey: .std)
    try container.encode(channelOrder, forKey: .channelOrder)
  }
}

extension KeyedDecodingContainer {
  /// Three numbers, or one that is meant three times; divisors (`otherwise` is 1) must not be zero.
  fileprivate func decodeChannels(_ key: Key, otherwise: Double) throws -> [Double] {
    guard contains(key) else { return [otherwise, otherwise, otherwise] }
    let path = codingPath + [key]
    var values: [Double]
    if let value = try? decode(Double.self, forKey: key) {
      values = [value]
    } else {
      values = try decode([Double].self, forKey: key)
    }
    if values.count == 1 { values = [values[0], values[0], values[0]] }
    guard values.count == 3 else {
      throw DecodingError.problem(at: path, "must have 3 numbers, has \(values.count)")
    }
    guard values.allSatisfy(\.isFinite), otherwise == 0 || !values.contains(0) else {
      throw DecodingError.problem(at: path, "must not be zero, found \(values)")
    }
    return values
  }
}
