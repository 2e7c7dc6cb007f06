/// Scalars from one that cannot be reordered to before the next, on their way into a normalization
/// form.
///
/// What a scalar of the result stands for follows the reference: the first stands for the first scalar
/// of the original, and so on; for one that others were joined to, as many more scalars of the original
/// are passed, and one that was added stands for the last that was passed.
struct NormalizationRun {
  private struct Entry {
    var value: UInt32
    let combiningClass: UInt8
    /// One for an added scalar, zero for a replaced one; minus the number of those joined to it.
    var change: Int
  }

  let tables: NormalizationTables
  let isComposed: Bool
  private var entries: [Entry] = []
  private var isSorted = true
  /// What the scalars of the original stand for, from the first that is not passed over.
  private var origins: [(start: Int32, end: Int32)] = []
  private var next = 0
  /// What the last scalar of the original that is passed stands for.
  private var last: (start: Int32, end: Int32) = (0, 0)

  init(tables: NormalizationTables, isComposed: Bool) {
    self.tables = tables
    self.isComposed = isComposed
  }

  /// Tells what the next scalar of the original stands for.
  mutating func expect(_ start: Int32, _ end: Int32) { origins.append((start, end)) }

  /// Appends a scalar, or one of those that a scalar was taken apart into.
  mutating func append(_ value: UInt32, _ change: Int, to result: inout AlignedText) {
    let combiningClass = tables.combiningClass(value)
    if combiningClass == 0 {
      close()
      if isComposed, entries.count == 1, entries[0].combiningClass == 0,
        let composed = tables.compose(entries[0].value, value)
      {
        entries[0].value = composed
        entries[0].change += change - 1
        return
      }
      write(to: &result)
    } else if let former = entries.last, former.combiningClass > combiningClass {
      isSorted = false
    }
    entries.append(Entry(value: value, combiningClass: combiningClass, change: change))
  }

  /// Writes what is there, and begins anew.
  mutating func flush(to result: inout AlignedText) {
    close()
    write(to: &result)
    origins.removeAll(keepingCapacity: true)
    next = 0
  }

  /// Puts marks in order, and joins the first scalar with those that it composes with.
  private mutating func close() {
    if !isSorted {
      let order = entries.indices.sorted {
        (entries[$0].combiningClass, $0) < (entries[$1].combiningClass, $1)
      }
      entries = order.map { entries[$0] }
      isSorted = true
    }
    guard isComposed, entries.count > 1, entries[0].combiningClass == 0 else { return }
    var kept = [entries[0]]
    for entry in entries.dropFirst() {
      let isBlocked = kept.count > 1 && kept[kept.count - 1].combiningClass >= entry.combiningClass
      if !isBlocked, let composed = tables.compose(kept[0].value, entry.value) {
        kept[0].value = composed
        kept[0].change += entry.change - 1
      } else {
        kept.append(entry)
      }
    }
    entries = kept
  }

  private mutating func write(to result: inout AlignedText) {
    for entry in entries {
      guard entry.change <= 0, next < origins.count else {
        result.append(entry.value, last.start, last.end)
        continue
      }
      result.append(entry.value, origins[next].start, origins[next].end)
      next = min(next + 1 - entry.change, origins.count)
      last = origins[next - 1]
    }
    entries.removeAll(keepingCapacity: true)
    if next > 256 {
      origins.removeFirst(next)
      next = 0
    }
  }
}
