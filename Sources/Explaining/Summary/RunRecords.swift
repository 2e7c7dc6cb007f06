import Foundation

/// What several runs have noted, each input once: the parts of a run on several machines together say
/// what the whole run would have said.
public struct RunRecords: Sendable {
  /// A record, and the run that it is of.
  public struct Entry: Sendable {
    /// The record.
    public let record: RunRecord
    /// Which of the runs it is of, counted from 0.
    public let run: Int
  }

  /// Explanations of inputs that were done, and records of those that failed, in the order of their
  /// names.
  public private(set) var entries: [Entry] = []
  /// What was measured of inputs, in the order of their names.
  public private(set) var evaluations: [EvaluationRecord] = []
  /// Lines that cannot be read, one text for each.
  public private(set) var complaints: [String] = []
  private var runs = 0
  private var seen: Set<[String]> = []
  private var seenEvaluations: Set<[String]> = []

  /// Nothing has been noted.
  public init() {}

  /// Adds what a run of explain has noted, one JSON object on each line; lines of evaluate, too. A line
  /// replaces those before it of the same input; reports by themselves, which are lines of `--json`, stand
  /// beside each other unless they are of the same target by the same means. A last line without its end is
  /// left out: the run was broken off there. Inputs that an earlier run has noted in the same way are left
  /// out, too.
  ///
  /// - Parameters:
  ///   - lines: the file.
  ///   - name: what the file is called, for complaints.
  /// - Returns: how many inputs there are in it.
  @discardableResult
  public mutating func add(_ lines: Data, name: String) -> Int {
    var found: [RunRecord] = []
    var evaluated: [EvaluationRecord] = []
    for line in read(RunLine.self, lines, name: name) {
      switch line {
      case .explained(let record): found.append(record)
      case .evaluated(let record): evaluated.append(record)
      case .summary: break
      }
    }
    add(evaluated)
    var records: [String: RunRecord] = [:]
    for record in found { records[record.input] = record.joined(to: records[record.input]) }
    for record in records.values {
      let new = record.unseen(among: &seen)
      if let new { entries.append(Entry(record: new, run: runs)) }
    }
    runs += 1
    entries.sort { ($0.record.input, $0.run) < ($1.record.input, $1.run) }
    return records.count + evaluated.count
  }

  /// Adds what a run of evaluate has noted. A line replaces those before it of the same input; inputs that
  /// failed have nothing to tell, and what an earlier run has noted in the same way counts once.
  ///
  /// - Parameters:
  ///   - lines: the file.
  ///   - name: what the file is called, for complaints.
  /// - Returns: how many inputs there are in it.
  @discardableResult
  public mutating func add(evaluations lines: Data, name: String) -> Int {
    let found = read(EvaluationRecord.self, lines, name: name)
    add(found)
    return found.count
  }

  /// Adds what was measured; of lines of one input in a file the last that has something to tell counts.
  private mutating func add(_ found: [EvaluationRecord]) {
    var latest: [String: EvaluationRecord] = [:]
    for record in found where !record.evaluations.isEmpty { latest[record.input] = record }
    for var record in latest.values {
      record.evaluations = record.evaluations.filter { [record] in
        seenEvaluations.insert(record.identity($0)).inserted
      }
      if !record.evaluations.isEmpty { evaluations.append(record) }
    }
    evaluations.sort { $0.input < $1.input }
  }

  /// The lines that can be read; of others but a last one without its end it is told.
  private mutating func read<Line: Decodable>(
    _ type: Line.Type, _ lines: Data, name: String
  ) -> [Line] {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    var found: [Line] = []
    let parts = lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in parts.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
      do {
        found.append(try decoder.decode(type, from: Data(line)))
      } catch  where number == parts.count - 1 {
        continue
      } catch {
        complaints.append(
          "\(name):\(number + 1): this line is no result of igtool, and is left out")
      }
    }
    return found
  }
}

extension EvaluationRecord {
  /// What tells what was measured of one target from everything else.
  fileprivate func identity(_ evaluation: SampleEvaluation) -> [String] {
    [model ?? "", key ?? "", input, source ?? "", evaluation.target]
      + evaluation.maps.map(\.method)
  }
}

extension RunRecord {
  /// What tells a failure or an explanation from all others.
  private func identity(_ explanation: RecordedExplanation?) -> [String] {
    let means =
      explanation.map { [$0.model, $0.methodName, $0.score.kind, $0.label] } ?? ["failed"]
    return [key ?? "", input, source ?? ""] + means
  }

  /// The record without explanations that have been seen; nil where nothing is left.
  fileprivate func unseen(among seen: inout Set<[String]>) -> RunRecord? {
    if status == .failed { return seen.insert(identity(nil)).inserted ? self : nil }
    var record = self
    record.explanations = explanations.filter { seen.insert(identity($0)).inserted }
    return record.explanations.isEmpty && !explanations.isEmpty ? nil : record
  }

  /// The record in the place of an earlier one; a report by itself beside earlier ones.
  fileprivate func joined(to earlier: RunRecord?) -> RunRecord {
    guard let earlier, isReport, earlier.isReport else { return self }
    var record = self
    let own = Set(explanations.map { identity($0) })
    record.explanations = earlier.explanations.filter { !own.contains(identity($0)) } + explanations
    return record
  }
}
