import Classification
import Inputs
import Tensors

/// Arrays of numbers that nothing says the meaning of.
public struct ArraySamples: SampleReader {
  private let classifier: Classifier
  private let input: InputDescription

  /// Reads arrays for an input of a network.
  init(_ classifier: Classifier, for input: InputDescription) {
    (self.classifier, self.input) = (classifier, input)
  }

  /// Arrays.
  public var kind: SampleKind { .array }

  /// The array's shape.
  public var summary: String { "arrays of shape \(input.declared)" }

  /// Each number is a feature.
  public var features: Features {
    let count = input.shape.count
    return .columns(
      names: (0..<count).map(String.init), lengths: [Int](repeating: 1, count: count))
  }

  /// Zeros.
  public var standardBaselines: [Baseline] { [.zero] }

  /// Zeros, or another array.
  public func accepts(_ baseline: Baseline) -> Bool {
    switch baseline {
    case .zero, .file: true
    default: false
    }
  }

  /// Each `.npy` file is a sample.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind)
    let features = features
    return SampleQueue(request.sources) { [classifier, input] source in
      Sample(
        source: source, point: try Self.point(source.path, for: input, classifier),
        features: features,
        subject: .array)
    }
  }

  private static func point(
    _ path: String, for input: InputDescription, _ classifier: Classifier
  ) throws -> Tensor {
    try classifier.stored(try ArrayFile.read(path).tensor, for: input.name, file: path)
  }

  /// Zeros, or the array of a file.
  public func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start] {
    switch baseline {
    case .zero: [Start(point: Tensor(sample.point.shape))]
    case .file(let path): [Start(point: try Self.point(path, for: input, classifier))]
    default:
      throw InputsError.badBaseline(
        text: "\(baseline)", expected: "zero or an array (.npy) for this network")
    }
  }

  /// In the order of axes of the file.
  public func shown(_ attributions: Tensor, of sample: Sample, areGradients: Bool) -> Tensor {
    classifier.inFileOrder(attributions, of: input.name)
  }
}
