import Inputs
import Tensors

/// What one kind of input needs: how its samples are read, where paths to them begin, and what their
/// attributions are to people.
public protocol SampleReader: Sendable {
  /// What people call it.
  var kind: SampleKind { get }
  /// What a sample has of every input that varies: one, or several.
  var parts: [InputKind] { get }
  /// What the network reads, in a few words.
  var summary: String { get }
  /// What the numbers of a point are; of texts those of any text of the network's length.
  var features: Features { get }
  /// Where paths begin where nothing is said.
  var standardBaselines: [Baseline] { get }

  /// Whether a baseline is one of the kind, a file by its name.
  func accepts(_ baseline: Baseline) -> Bool

  /// Finds the samples that are asked for.
  ///
  /// - Throws: what the kind's reader throws of files that cannot be read as a whole, and
  ///   `ExplainingError` for what is asked and means nothing to the kind.
  func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue

  /// Returns where paths to a sample begin for a baseline.
  ///
  /// - Throws: what the kind's reader throws of baselines that are none, or cannot be read.
  func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start]

  /// Returns attributions in the order in which people know the input's numbers; of tokens, those of
  /// every number of the embedding.
  func shown(_ attributions: Tensor, of sample: Sample) -> Tensor
}

extension SampleReader {
  /// The one input, without a name.
  public var parts: [InputKind] { [InputKind(name: "", kind: kind)] }

  /// What the inputs that vary are.
  public var kinds: [SampleKind] { parts.map(\.kind) }
}

/// What an input is.
public struct InputKind: Hashable, Sendable {
  /// Its name in the network; empty for the only one.
  public let name: String
  /// What people call what it reads.
  public let kind: SampleKind
}

/// Kinds of samples.
public enum SampleKind: String, Sendable, Encodable {
  /// Pixels of a grid.
  case picture
  /// Columns of a row.
  case table
  /// Tokens of a text.
  case tokens
  /// Numbers without a meaning of their own.
  case array
  /// Something for each of several inputs.
  case several

  /// What people call one of its features, one of its samples, and several of them.
  private var words: (feature: String, sample: String, samples: String) {
    switch self {
    case .picture: ("pixel", "photo", "pictures")
    case .table: ("column", "row", "rows")
    case .tokens: ("token", "text", "texts")
    case .array: ("number", "array", "arrays")
    case .several: ("part of an input", "input", "several inputs")
    }
  }

  /// One of its features, in a sentence.
  var feature: String { words.feature }

  /// One of its samples, in a sentence.
  var sample: String { words.sample }

  /// One of several samples that are counted.
  public var counted: String { self == .picture ? "picture" : sample }

  /// Several of its samples, in a sentence.
  public var samples: String { words.samples }
}
