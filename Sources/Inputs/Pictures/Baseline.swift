import Imaging
import Numerics
import Tensors

/// A picture that stands for "nothing there": where paths to the photo begin.
///
/// Baselines are pictures in pixel space and are preprocessed like the photo: black is pixel 0,
/// whatever the network subtracts.
public enum Baseline: Hashable, Sendable {
  /// One colour, red, green, blue, 0–255.
  case uniform([Double])
  /// The colour that the network's preprocessing subtracts, so that its input is zero.
  case mean
  /// The photo at the network's size, blurred by a Gaussian of this standard deviation in pixels.
  case blur(sigma: Double)
  /// So many pictures of independent, evenly distributed pixels.
  case noise(count: Int)
  /// A picture from a file, brought to the network's size like the photo.
  case file(path: String)

  /// Standard deviation of `blur` unless one is given: at 224 pixels nothing can be told any more.
  public static let defaultBlur = 20.0
  /// Number of pictures of `noise` unless one is given, as in the paper authors' code.
  public static let defaultNoiseCount = 10
  /// Most pictures of `noise`.
  public static let maximumNoiseCount = 10_000

  /// Pixel value 0.
  public static let black = Baseline.uniform([0, 0, 0])
  /// Pixel value 255.
  public static let white = Baseline.uniform([255, 255, 255])
  /// Pixel value 128.
  public static let gray = Baseline.uniform([128, 128, 128])

  /// Reads `black`, `white`, `gray`, `mean`, `blur[:SIGMA]`, `noise[:COUNT]`, `uniform:R,G,B`, or
  /// else the path of a picture.
  ///
  /// - Throws: `InputsError.badBaseline` for a parameter that is no number or beyond its
  ///   limits.
  public init(_ text: String) throws(InputsError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let argument = parts.count > 1 ? String(parts[1]) : nil
    switch (String(parts[0]), argument) {
    case ("black", nil): self = .black
    case ("white", nil): self = .white
    case ("gray", nil), ("grey", nil): self = .gray
    case ("mean", nil): self = .mean
    case ("blur", nil): self = .blur(sigma: Self.defaultBlur)
    case ("noise", nil): self = .noise(count: Self.defaultNoiseCount)
    case ("blur", let sigma?): self = try Self.blur(sigma)
    case ("noise", let count?): self = try Self.noise(count)
    case ("uniform", let color?): self = try Self.uniform(color)
    default: self = .file(path: text)
    }
  }

  private static func blur(_ argument: String) throws(InputsError) -> Baseline {
    guard let sigma = Double(argument), sigma > 0, sigma <= 1000 else {
      throw .badBaseline(
        text: "blur:\(argument)", expected: "a standard deviation in pixels, as in blur:20")
    }
    return .blur(sigma: sigma)
  }

  private static func noise(_ argument: String) throws(InputsError) -> Baseline {
    guard let count = Int(argument), (1...maximumNoiseCount).contains(count) else {
      throw .badBaseline(
        text: "noise:\(argument)",
        expected: "a number of pictures from 1 to \(maximumNoiseCount), as in noise:10")
    }
    return .noise(count: count)
  }

  private static func uniform(_ argument: String) throws(InputsError) -> Baseline {
    let color = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0) ?? .nan }
    guard color.count == 3, color.allSatisfy({ (0...255).contains($0) }) else {
      throw .badBaseline(
        text: "uniform:\(argument)", expected: "three numbers from 0 to 255, as in uniform:255,0,0")
    }
    return .uniform(color)
  }
}

extension Baseline {
  /// Returns the pictures that the baseline stands for, for one prepared photo.
  ///
  /// - Parameters:
  ///   - photo: The photo, for `blur`.
  ///   - input: What the network is fed.
  ///   - seed: Where the noise begins; the same for every photo, so that the order of photos does
  ///     not matter.
  ///   - decoding: How a file is read.
  /// - Throws: `InputsError.baselinePicture` where a file cannot be read.
  public func pictures(
    for photo: PreparedImage, input: PictureReader, seed: UInt64,
    decoding: DecodingOptions = DecodingOptions()
  ) throws(InputsError) -> [PixelArray] {
    switch self {
    case .uniform(let color): [input.pixels(color: color)]
    case .mean: [input.pixels(color: input.preprocessing.mean)]
    case .blur(let sigma): [input.pixels(of: photo.picture.blurred(sigma: sigma))]
    case .noise(let count): Self.noise(count: count, shape: input.shape, seed: seed)
    case .file(let path): [try Self.picture(path, input: input, decoding: decoding)]
    }
  }

  private static func noise(count: Int, shape: Shape, seed: UInt64) -> [PixelArray] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      PixelArray(Tensor(shape, (0..<shape.count).map { _ in Float(generator.next() >> 56) }))
    }
  }

  private static func picture(
    _ path: String, input: PictureReader, decoding: DecodingOptions
  ) throws(InputsError) -> PixelArray {
    let decoded: DecodedImage
    do {
      decoded = try Image.read(path: path, options: decoding)
    } catch {
      throw .baselinePicture(path: path, error)
    }
    return input.pixels(of: input.fitted(decoded.image).image)
  }
}

extension Baseline: CustomStringConvertible {
  /// The text that the baseline is read from.
  public var description: String {
    switch self {
    case .black: "black"
    case .white: "white"
    case .gray: "gray"
    case .uniform(let color): "uniform:" + color.map(Self.short).joined(separator: ",")
    case .mean: "mean"
    case .blur(let sigma): "blur:" + Self.short(sigma)
    case .noise(let count): "noise:\(count)"
    case .file(let path): path
    }
  }

  private static func short(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }
}

extension Baseline: Codable {
  /// Reads the text of a baseline.
  ///
  /// - Throws: `InputsError.badBaseline`; `DecodingError` for what is no text.
  public init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text that the baseline is read from.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Baseline {
  /// The file that the baseline is read from.
  public var path: String? { if case .file(let path) = self { path } else { nil } }
}
