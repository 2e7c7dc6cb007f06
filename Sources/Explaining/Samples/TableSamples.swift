import Inputs
import Models
import Synchronization
import Tensors

/// Rows of tables.
public struct TableSamples: SampleReader {
  private let columns: [TableColumn]?
  private let input: InputDescription
  /// Reads files that are arrays, not tables.
  private let arrays: ArraySamples

  /// Reads rows for an input of a network; `columns` are what is known of its columns, `arrays` reads
  /// rows that are numbers as the network takes them.
  init(_ columns: [TableColumn]?, for input: InputDescription, arrays: ArraySamples) {
    (self.columns, self.input, self.arrays) = (columns, input, arrays)
  }

  /// Rows.
  public var kind: SampleKind { .table }

  /// The columns.
  public var summary: String {
    guard let columns else { return "rows of \(input.shape.count) columns, which nothing names" }
    return "rows of \(columns.count) columns: " + columns.map(\.name).joined(separator: ", ")
  }

  /// Columns, without their names where only a table says them.
  public var features: Features {
    guard let columns else {
      let count = input.shape.count
      return .columns(
        names: (1...count).map { "column \($0)" }, lengths: [Int](repeating: 1, count: count))
    }
    return .columns(names: columns.map(\.name), lengths: columns.map(\.width))
  }

  /// A row of zeros.
  public var standardBaselines: [Baseline] { [.zero] }

  /// One of rows.
  public func accepts(_ baseline: Baseline) -> Bool {
    switch baseline {
    case .zero, .mean, .median, .mode, .row, .boundary: true
    case .file(let path), .dataset(_, let path): TableFile.isTable(path)
    case .uniform, .blur, .noise, .pad, .mask, .unknown: false
    }
  }

  /// Each row of a file is a sample; those of an array (`.npy`) are what the network takes.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind, rows: true)
    var warnings: [String] = []
    var found = FoundSamples<Sample>()
    try found.add(files: request.sources) { file in
      if ArrayFile.isArray(file.path) {
        return try arrays.samples(of: file, request.rows, reading.limits).map { ($0.source, $0) }
      }
      let table = try ReadTable(
        TableFile(path: file.path, limits: reading.limits), columns, for: input)
      let notes = table.file.warnings + table.reader.assumed + table.reader.warnings
      let rows = try table.reader.rows(of: table.file, request.rows)
      warnings += notes
      return rows.map { row in
        let sample = Sample(
          source: file.at(.row(row.number)), point: table.reader.point(row),
          features: table.reader.features, fileWarnings: notes, subject: .row(row, of: table))
        return (sample.source, sample)
      }
    }
    return found.queue(warnings: warnings) { sample, _ in sample }
  }

  /// The baseline's rows.
  public func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start] {
    guard case .row(_, let table) = sample.subject else {
      return try arrays.starts(at: baseline, for: sample, seed: seed, reading)
    }
    return try table.starts(at: baseline, limits: reading.limits).map { Start(point: $0) }
  }

  /// As they are.
  public func shown(_ attributions: Tensor, of sample: Sample) -> Tensor {
    attributions
  }
}

/// A table, with how its rows are read for a network.
public final class ReadTable: Sendable {
  /// The table.
  public let file: TableFile
  /// How its rows are read.
  public let reader: TableReader
  private let known = Mutex<[Baseline: [Tensor]]>([:])

  init(_ file: TableFile, _ columns: [TableColumn]?, for input: InputDescription) throws(TableError)
  {
    self.file = file
    reader = try TableReader(
      columns: columns, shape: input.shape, name: input.name, file: input.file, table: file)
  }

  /// Returns the points of a baseline, which are the same for all rows.
  func starts(at baseline: Baseline, limits: ReadingLimits) throws -> [Tensor] {
    if let known = known.withLock({ $0[baseline] }) { return known }
    let starts = try reader.starts(at: baseline, among: try rows(for: baseline), limits: limits)
    known.withLock { $0[baseline] = starts }
    return starts
  }

  /// The rows that a baseline is made of; a wrong cell in a row that nobody asks for is no matter.
  private func rows(for baseline: Baseline) throws(TableError) -> [TableRow] {
    switch baseline {
    case .mean, .median, .mode, .row: try reader.rows(of: file)
    default: []
    }
  }
}
