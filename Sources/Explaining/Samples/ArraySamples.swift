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
    case .zero, .boundary: true
    case .file(let path): ArrayFile.isArray(path)
    default: false
    }
  }

  /// Each example of a `.npy` file is a sample.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind, rows: true)
    var found = FoundSamples<Sample>()
    try found.add(files: request.sources) { file in
      try samples(of: file, request.rows, reading.limits).map { ($0.source, $0) }
    }
    return found.queue { sample, _ in sample }
  }

  /// The examples of a file, those of chosen rows: one, or as many as its first axis has more than the
  /// network's.
  func samples(
    of file: InputSource, _ rows: RowSelection?, _ limits: ReadingLimits
  ) throws -> [Sample] {
    let (points, features) = (try points(file.path, limits), features)
    let samples = points.enumerated().map { place, point in
      Sample(
        source: file.at(points.count > 1 ? .row(place + 1) : nil),
        point: point, features: features, subject: .array)
    }
    return try rows?.selecting(samples, of: file.path) ?? samples
  }

  private func points(_ path: String, _ limits: ReadingLimits) throws -> [Tensor] {
    let array: NumPyArray
    do throws(InputsError) {
      array = try ArrayFile.read(path, limits: limits)
    } catch {
      if case .badArray = error, !ArrayFile.isArray(path) {
        throw ExplainingError.noArray(
          file: path, shape: input.declared, channels: input.isPicture ? input.shape[2] : nil)
      }
      throw error
    }
    return try classifier.examples(array, for: input.name, file: path)
  }

  /// Zeros, or the array of a file.
  public func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start] {
    switch baseline {
    case .zero: [Start(point: Tensor(sample.point.shape))]
    case .file(let path): try points(path, reading.limits).map { Start(point: $0) }
    default:
      throw InputsError.badBaseline(
        text: "\(baseline)", expected: "zero, boundary or an array (.npy) for this network")
    }
  }

  /// In the order of axes of the file.
  public func shown(_ attributions: Tensor, of sample: Sample) -> Tensor {
    classifier.inFileOrder(attributions, of: input.name)
  }
}
