import Dispatch
import Inputs
import Synchronization
import Tensors

/// Those who explain the samples of a batch: one explainer, whose evaluations are spread over all threads, or
/// one for each thread, who explain different samples at the same time.
///
/// Where a network is small, the evaluations of one sample are over before threads could share them.
/// Explanations are the same bits either way.
public struct ExplainerCrew: Sendable {
  /// Samples that each of several explains before anything of them is passed on.
  private static let samplesForEach = 32
  /// Multiplications of one evaluation that are over in about the time in which a thread is woken.
  private static let fewMultiplications = 1_000_000

  /// One of them.
  public var first: Explainer { members[0] }
  /// All of them; one at least.
  let members: [Explainer]

  /// Makes a crew of one.
  public init(_ explainer: Explainer) { members = [explainer] }

  /// Makes a crew for the samples of a queue.
  ///
  /// - Parameters:
  ///   - queue: what is explained.
  ///   - network: the network that explains it.
  ///   - running: how many threads all of them have together.
  ///   - make: makes an explainer that has so many; all that it makes are asked for the same.
  /// - Throws: what `make` throws.
  public init(
    for queue: SampleQueue, of network: ExplainableNetwork, running: Running,
    making make: (Running) throws -> Explainer
  ) throws {
    let isSmall =
      network.classifier.multiplications <= Self.fewMultiplications
      && (network.reader.kind == .table || network.reader.kind == .tokens)
    let groups = queue.sources.count / Self.samplesForEach
    guard isSmall, min(running.threads, groups) > 1 else {
      members = [try make(running)]
      return
    }
    var alone = running
    alone.threads = 1
    members = try (0..<min(running.threads, groups)).map { _ in try make(alone) }
  }

  /// Cuts sources into groups, each of which the crew explains before the next.
  func groups(of sources: [InputSource]) -> [ArraySlice<InputSource>] {
    let size = members.count * Self.samplesForEach
    return stride(from: 0, to: sources.count, by: size).map { sources[$0...].prefix(size) }
  }

  /// Returns what `body` makes of each item and one of the crew, in the order of the items; no member is at
  /// two items at the same time.
  func map<Item: Sendable, Result: Sendable>(
    _ items: ArraySlice<Item>, _ body: @Sendable (Item, Explainer) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: items.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: members.count) { member in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count else { break }
        let result = body(items[items.startIndex + index], members[member])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
