import Classification
import Imaging
import Inputs
import Tensors

/// Pictures.
public struct PictureSamples: SampleReader {
  /// Reads them as the network does.
  public let reader: PictureReader
  /// Baselines of data sets that have been read: they are the same for all pictures.
  private let datasets = RecentlyUsed<DatasetKey, DatasetBaseline>(limit: 4)

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
    case .uniform, .mean, .blur, .noise, .boundary: true
    case .file(let path), .dataset(_, let path):
      !ArrayFile.isArray(path) && !TableFile.isTable(path)
    case .zero, .median, .mode, .row, .pad, .mask, .unknown: false
    }
  }

  /// Each file is a picture.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind)
    return SampleQueue(request.sources) { source in
      let stopwatch = Stopwatch()
      let decoded = try source.decode(reading.decoding)
      return sample(source, decoded, readSeconds: stopwatch.seconds)
    }
  }

  /// Makes a picture that has been decoded, which took so long, ready to be explained.
  func sample(
    _ source: InputSource, _ decoded: DecodedImage, readSeconds: Double = 0
  ) -> Sample {
    var stages = StageSeconds()
    stages[.read] = readSeconds
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
    if case .dataset(let statistic, let path) = baseline {
      let key = DatasetKey(statistic: statistic, path: path, decoding: reading.decoding)
      return [try datasets.value(for: key) { try key.baseline(reader) }.start(reader)]
    }
    return try baseline.pictures(
      for: photo.prepared, input: reader, seed: seed, decoding: reading.decoding
    ).map { Start(point: reader.preprocessing.normalized($0), picture: $0) }
  }

  /// Red, green, blue.
  public func shown(_ attributions: Tensor, of sample: Sample) -> Tensor {
    reader.preprocessing.inColorOrder(attributions)
  }
}

/// A baseline of a data set, and how its pictures are read.
private struct DatasetKey: Hashable {
  let statistic: DatasetStatistic
  let path: String
  let decoding: DecodingOptions

  func baseline(_ reader: PictureReader) throws -> DatasetBaseline {
    let dataset = try DatasetPictures(path)
    return DatasetBaseline(
      picture: try dataset.picture(statistic, input: reader, decoding: decoding),
      count: dataset.paths.count)
  }
}

/// A picture that was made of a data set.
private struct DatasetBaseline {
  let picture: PixelArray
  /// Number of pictures that were read.
  let count: Int

  func start(_ reader: PictureReader) -> Start {
    var start = Start(point: reader.preprocessing.normalized(picture), picture: picture)
    start.remarks = [count == 1 ? "1 picture" : "\(count) pictures"]
    return start
  }
}
