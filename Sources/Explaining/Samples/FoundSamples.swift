import Inputs

/// What is found in files that hold many samples, and are read as a whole before the first is explained.
///
/// One of several files that cannot be read does not keep the others from being explained: it is a source
/// itself, and fails when its turn comes.
struct FoundSamples<Entry: Sendable> {
  private var sources: [InputSource] = []
  private var entries: [InputSource: Entry] = [:]
  private var failures: [InputSource: any Error] = [:]

  /// Adds what `read` returns of each file, in the order of the files.
  ///
  /// - Throws: what `read` throws of the only file.
  mutating func add(
    files: [InputSource], _ read: (InputSource) throws -> [(source: InputSource, entry: Entry)]
  ) throws {
    for file in files {
      do {
        for (source, entry) in try read(file) { add(entry, from: source) }
      } catch  where files.count > 1 {
        sources.append(file)
        failures[file] = error
      }
    }
  }

  /// Adds what is found elsewhere.
  mutating func add(_ entry: Entry, from source: InputSource) {
    sources.append(source)
    entries[source] = entry
  }

  /// The queue of samples that are made of what was found.
  func queue(
    warnings: [String] = [],
    _ sample: @escaping @Sendable (Entry, InputSource) throws -> Sample
  ) -> SampleQueue {
    SampleQueue(sources, warnings: warnings, failures: sources.compactMap { failures[$0] }) {
      [entries, failures] source in
      if let failure = failures[source] { throw failure }
      guard let entry = entries[source] else {
        preconditionFailure("only samples of the queue are read")
      }
      return try sample(entry, source)
    }
  }
}
