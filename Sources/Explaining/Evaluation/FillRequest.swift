import Evaluation
import Inputs
import Tensors

/// What is to stand in the place of what metrics remove, as a user says it.
public enum FillRequest: Hashable, Sendable {
  /// A baseline of the kind that the network reads.
  case baseline(Baseline)
  /// The picture, a little blurred, as RISE's insertion begins.
  case blurred
  /// Noisy linear imputation from what is kept.
  case linear
  /// Linear imputation from what is kept and a few pixels.
  case bokeh
  /// The mean of what is kept.
  case keptMean

  /// Fills that are no baselines, as people write them.
  public static let ownNames = ["blur", "linear", "bokeh", "kept-mean"]

  /// Reads `blur`, `linear`, `bokeh`, `kept-mean`, or else a baseline.
  ///
  /// - Throws: `InputsError.badBaseline` for a baseline that makes no sense.
  public init(_ text: String) throws(InputsError) {
    switch text {
    case "blur": self = .blurred
    case "linear": self = .linear
    case "bokeh": self = .bokeh
    case "kept-mean": self = .keptMean
    case "noise": self = .baseline(.noise(count: 1))
    default: self = .baseline(try Baseline(text))
    }
  }

  /// Fills for a kind of samples, as people write them.
  static func text(for kind: SampleKind) -> String {
    switch kind {
    case .picture: Baseline.picturesText + ", linear, bokeh, kept-mean"
    case .table: Baseline.rowsText + ", kept-mean"
    case .tokens: Baseline.textsText + ", kept-mean"
    case .array, .several: "zero, a file, kept-mean"
    }
  }

  /// Fills that count where nothing is said.
  static func standard(for reader: any SampleReader) -> [FillRequest] {
    reader.kind == .picture
      ? [.baseline(.mean)] : reader.standardBaselines.map(FillRequest.baseline)
  }

  /// All files that it is read from.
  public var files: [String] {
    if case .baseline(let baseline) = self { baseline.files } else { [] }
  }

  /// Refuses what means nothing to what a network reads.
  func refuse(what reader: any SampleReader) throws {
    switch self {
    case .baseline(let baseline):
      if !reader.accepts(baseline) {
        throw ExplainingError.unsuitableFill("\(self)", kind: reader.kind)
      }
    case .blurred, .linear, .bokeh:
      if reader.kind != .picture {
        throw ExplainingError.needsPicture("--fill \(self)", kind: reader.kind)
      }
    case .keptMean: break
    }
  }

  /// The fill for a sample.
  func fill(
    for sample: Sample, _ reader: any SampleReader, seed: UInt64, _ reading: ReadingRequest
  ) throws -> any Fill {
    switch self {
    case .blurred: return BlurredFill.of(sample.point)
    case .linear: return LinearFill.noisy(sample.point, seed: seed)
    case .bokeh: return LinearFill.bokeh(sample.point, seed: seed)
    case .keptMean: return KeptMeanFill()
    case .baseline(let baseline):
      let starts = try reader.starts(at: baseline, for: sample, seed: seed, reading)
      guard starts.count == 1 else {
        throw ExplainingError.severalFills("\(self)", count: starts.count)
      }
      return PointFill("\(self)", starts[0].point)
    }
  }
}

extension FillRequest: CustomStringConvertible {
  /// The text that it is read from.
  public var description: String {
    switch self {
    case .baseline(let baseline): baseline.description
    case .blurred: "blur"
    case .linear: "linear"
    case .bokeh: "bokeh"
    case .keptMean: "kept-mean"
    }
  }
}
