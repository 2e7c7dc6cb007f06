import Classification
import Foundation
import Inputs
import Models

extension Report {
  /// A class, or another number that is explained.
  public struct Class: Encodable, Sendable {
    /// The class's place; nil for what is no class.
    @NullWhenAbsent public private(set) var index: Int?
    /// Its name.
    public let label: String

    fileprivate init(index: Int?, label: String) {
      _index = NullWhenAbsent(wrappedValue: index)
      self.label = label
    }
  }

  /// What is explained of the target, at both ends.
  public struct Score: Encodable, Sendable {
    /// A kind of score, `activation` or `expression`.
    public let kind: String
    /// At the photo.
    public let input: Double
    /// At the baseline, for methods that have one.
    @NullWhenAbsent public private(set) var baseline: Double?

    init(kind: String, input: Double, baseline: NullWhenAbsent<Double>) {
      (self.kind, self.input) = (kind, input)
      _baseline = baseline
    }
  }

  /// A class with its probability.
  public struct Ranked: Encodable, Sendable {
    /// The class's place.
    public let index: Int
    /// Its name.
    public let label: String
    /// A probability, or a number of any kind.
    public let probability: Double
    /// Whether it is a number of any kind.
    public let isNumber: Bool

    private enum CodingKeys: String, CodingKey { case index, label, probability, number }

    /// The entry of a ranking.
    public init(_ ranked: RankedClass) {
      (index, label) = (ranked.label.index, ranked.label.label)
      (probability, isNumber) = (ranked.probability, ranked.isNumber)
    }

    /// Writes the number under the name of what it is.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(index, forKey: .index)
      try container.encode(label, forKey: .label)
      try container.encode(probability, forKey: isNumber ? .number : .probability)
    }

    /// The probability as a percentage, or the number.
    public var text: String {
      isNumber ? String(format: "%.4g", probability) : Report.percent(probability)
    }
  }

  /// What the network was fed.
  public struct Input: Encodable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// How the photo was brought to that size.
    public let fit: String
    /// 3, or 1 for brightness alone.
    public let channels: Int
    /// What was subtracted from pixels, red, green, blue.
    public let mean: [Double]
    /// What they were divided by.
    public let std: [Double]
    /// `rgb` or `bgr`.
    public let channelOrder: String

    private enum CodingKeys: String, CodingKey {
      case width, height, fit, channels, mean, std
      case channelOrder = "channel_order"
    }

    init(_ reader: PictureReader) {
      (width, height) = (reader.size.width, reader.size.height)
      (fit, channels) = (reader.fit.rawValue, reader.channels)
      (mean, std) = (reader.preprocessing.mean, reader.preprocessing.std)
      channelOrder = reader.preprocessing.channelOrder.rawValue
    }
  }

  /// What the network's answer was taken for.
  public struct Output: Encodable, Sendable {
    /// The output's name.
    public let name: String
    /// What its numbers are; nil where they are probabilities as they are.
    @NullWhenAbsent public private(set) var head: String?

    init(name: String, head: NullWhenAbsent<String>) {
      self.name = name
      _head = head
    }
  }
}

extension Report.Class {
  init(_ quantity: Quantity) {
    if case .difference(let target, _) = quantity {
      self.init(target)
    } else {
      self.init(index: quantity.classIndex, label: quantity.label)
    }
  }

  /// The class that is subtracted, if there is one.
  init?(contrastOf quantity: Quantity) {
    guard case .difference(_, let contrast) = quantity else { return nil }
    self.init(contrast)
  }

  private init(_ label: ClassLabel) {
    self.init(index: label.index, label: label.label)
  }
}
