import Imaging
import Inputs
import Tensors

/// Pictures.
public struct PictureSamples: SampleReader {
  /// Reads them as the network does.
  public let reader: PictureReader

  /// Reads pictures so.
  public init(_ reader: PictureReader) { self.reader = reader }

  /// Pictures.
  public var kind: SampleKind { .picture }

  /// Size and fit.
  public var summary: String {
    "pictures, \(reader.size.height)x\(reader.size.width) (height x width), fit "
      + reader.fit.rawValue + (reader.channels == 1 ? ", grey" : "")
  }

  /// Pixels.
  public var features: Features { reader.features }

  /// Black.
  public var standardBaselines: [Baseline] { [.black] }

  /// One of pictures.
  public func accepts(_ baseline: Baseline) -> Bool {
    switch baseline {
    case .uniform, .mean, .blur, .noise: true
    case .file(let path): !ArrayFile.isArray(path) && !TableFile.isTable(path)
    case .zero, .median, .mode, .row, .pad, .mask, .unknown: false
    }
  }

  /// Each file is a picture.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind)
    return SampleQueue(request.sources) { [reader] source in
      try Self.sample(source, by: reader, reading.decoding)
    }
  }

  private static func sample(
    _ source: InputSource, by reader: PictureReader, _ decoding: DecodingOptions
  ) throws(UnreadablePicture) -> Sample {
    var stages = StageSeconds()
    let reading = Stopwatch()
    let decoded = try source.decode(decoding)
    stages[.read] = reading.seconds
    let photo = stages.measure(.prepare) { Photo(source, decoded, for: reader) }
    var sample = Sample(
      source: source, point: photo.prepared.tensor, features: reader.features,
      warnings: photo.decoded.warnings, subject: .picture(photo))
    sample.stages = stages
    return sample
  }

  /// The baseline's pictures.
  public func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start] {
    guard let photo = sample.photo else { return [] }
    return try baseline.pictures(
      for: photo.prepared, input: reader, seed: seed, decoding: reading.decoding
    ).map { Start(point: reader.preprocessing.normalized($0), picture: $0) }
  }

  /// Red, green, blue.
  public func shown(_ attributions: Tensor, of sample: Sample) -> Tensor {
    reader.preprocessing.inColorOrder(attributions)
  }
}
