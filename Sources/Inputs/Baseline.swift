import Imaging
import Numerics
import Tensors

/// A picture, row or text that stands for "nothing there": where paths to the input begin.
///
/// Baselines are what people have, and are preprocessed like the input: black is pixel 0 and zero is
/// a row of zeros, whatever the network subtracts.
public enum Baseline: Hashable, Sendable {
  /// One colour, red, green, blue, 0–255.
  case uniform([Double])
  /// Of pictures the colour that the network's preprocessing subtracts, so that its input is zero;
  /// of rows the mean of every column.
  case mean
  /// The photo at the network's size, blurred by a Gaussian of this standard deviation in pixels.
  case blur(sigma: Double)
  /// So many pictures of independent, evenly distributed pixels.
  case noise(count: Int)
  /// A picture from a file, brought to the network's size like the photo, or the rows of a table.
  case file(path: String)
  /// A row of zeros; of texts zeros in the place of the tokens' embeddings.
  case zero
  /// The row of every column's median.
  case median
  /// The row of every column's most frequent value.
  case mode
  /// A row of the table that is explained, counted from 1.
  case row(Int)
  /// A text of padding in the place of its own tokens.
  case pad
  /// A text of mask tokens in the place of its own.
  case mask
  /// A text of unknown tokens in the place of its own.
  case unknown
  /// What the pictures of a folder, or the rows of a table, have in common.
  case dataset(DatasetStatistic, path: String)
  /// The nearest point that the network takes for another class, as far as its search finds it, no
  /// further away than this share of the input's range (root of the mean square over its numbers).
  case boundary(limit: Double)

  /// Standard deviation of `blur` unless one is given: at 224 pixels nothing can be told any more.
  public static let defaultBlur = 20.0
  /// Number of pictures of `noise` unless one is given, as in the paper authors' code.
  public static let defaultNoiseCount = 10
  /// Most pictures of `noise`.
  public static let maximumNoiseCount = 10_000

  /// Share of the input's range that `boundary` may be away unless one is given: for photos, 25 of 255
  /// grey levels on average.
  public static let defaultBoundaryLimit = 0.1

  /// Pixel value 0.
  public static let black = Baseline.uniform([0, 0, 0])
  /// Pixel value 255.
  public static let white = Baseline.uniform([255, 255, 255])
  /// Pixel value 128.
  public static let gray = Baseline.uniform([128, 128, 128])

  /// Baselines of pictures, as people write them.
  public static let picturesText =
    "black, white, gray, mean, blur[:SIGMA], noise[:COUNT], uniform:R,G,B, dataset-mean:FOLDER, "
    + "dataset-median:FOLDER, dataset-mode:FOLDER, boundary[:LIMIT] or a picture"
  /// Baselines of rows of tables, as people write them.
  public static let rowsText =
    "zero, mean, median, mode, row:N, dataset-mean:TABLE, boundary[:LIMIT] or a table"
  /// Baselines of texts, as people write them.
  public static let textsText = "pad, mask, unknown or zero"

  /// Those that are a word, by name.
  public static var names: [String] { words.keys.sorted() }

  /// Those that are a word.
  private static let words: [String: Baseline] = [
    "black": .black, "white": .white, "gray": .gray, "grey": .gray, "mean": .mean,
    "blur": .blur(sigma: defaultBlur), "noise": .noise(count: defaultNoiseCount), "zero": .zero,
    "median": .median, "mode": .mode, "pad": .pad, "mask": .mask, "unknown": .unknown,
    "boundary": .boundary(limit: defaultBoundaryLimit),
  ]

  /// Reads `black`, `white`, `gray`, `mean`, `blur[:SIGMA]`, `noise[:COUNT]`, `uniform:R,G,B`,
  /// `zero`, `median`, `mode`, `row:N`, `pad`, `mask`, `unknown`, `dataset-mean:PATH`,
  /// `dataset-median:PATH`, `dataset-mode:PATH`, `boundary[:LIMIT]`, or else the path of a file.
  ///
  /// - Throws: `InputsError.badBaseline` for a parameter that is no number or beyond its
  ///   limits.
  public init(_ text: String) throws(InputsError) {
    if let known = Self.words[text] {
      self = known
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let argument = parts.count > 1 ? String(parts[1]) : ""
    switch parts.count > 1 ? String(parts[0]) : "" {
    case "blur": self = try Self.blur(argument)
    case "noise": self = try Self.noise(argument)
    case "uniform": self = try Self.uniform(argument)
    case "row": self = try Self.row(argument)
    case "boundary": self = try Self.boundary(argument)
    case "dataset-mean", "dataset-median", "dataset-mode":
      self = try Self.dataset(String(parts[0]), argument)
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

  private static func row(_ argument: String) throws(InputsError) -> Baseline {
    guard let number = Int(argument), number > 0 else {
      throw .badBaseline(
        text: "row:\(argument)", expected: "the number of a row from 1, as in row:3")
    }
    return .row(number)
  }

  private static func boundary(_ argument: String) throws(InputsError) -> Baseline {
    guard let limit = Double(argument), limit > 0, limit <= 10 else {
      throw .badBaseline(
        text: "boundary:\(argument)", expected: "a share of the input's range, as in boundary:0.1")
    }
    return .boundary(limit: limit)
  }

  private static func dataset(
    _ word: String, _ path: String
  ) throws(InputsError) -> Baseline {
    guard let statistic = DatasetStatistic(rawValue: String(word.dropFirst("dataset-".count))),
      !path.isEmpty
    else {
      throw .badBaseline(
        text: "\(word):\(path)", expected: "a folder of pictures or a table, as in \(word):photos")
    }
    return .dataset(statistic, path: path)
  }

  private static func uniform(_ argument: String) throws(InputsError) -> Baseline {
    let color = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double(String($0).trimmed) ?? .nan }
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
  /// - Throws: `InputsError.baselinePicture` where a file cannot be read, `.unreadableDataset` and
  ///   `.emptyDataset` for a folder, `.badBaseline` for one of rows or texts, or one that a network has
  ///   to find.
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
    case .dataset(let statistic, let path):
      [try DatasetPictures(path).picture(statistic, input: input, decoding: decoding)]
    case .zero, .median, .mode, .row, .pad, .mask, .unknown, .boundary:
      throw .badBaseline(text: description, expected: Self.picturesText)
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
    case .zero: "zero"
    case .median: "median"
    case .mode: "mode"
    case .row(let number): "row:\(number)"
    case .pad: "pad"
    case .mask: "mask"
    case .unknown: "unknown"
    case .dataset(let statistic, let path): "dataset-\(statistic.rawValue):\(path)"
    case .boundary(Self.defaultBoundaryLimit): "boundary"
    case .boundary(let limit): "boundary:" + Self.short(limit)
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
  /// The file that the baseline is read from, by itself.
  public var path: String? { if case .file(let path) = self { path } else { nil } }

  /// All files that the baseline is read from; of a folder those that can be found.
  public var files: [String] {
    switch self {
    case .file(let path): [path]
    case .dataset(_, let path): (try? DatasetPictures(path).paths) ?? [path]
    default: []
    }
  }
}
