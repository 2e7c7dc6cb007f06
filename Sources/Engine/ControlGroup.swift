import Foundation

/// What the control groups of this process may use: the tightest limits of its own group and of those that
/// it lies in, as containers and batch systems set them, in the first or second version.
public struct ControlGroup: Sendable {
  /// Cores' worth of time; nil without a limit.
  public private(set) var cores: Double?
  /// Bytes of memory in all; nil without a limit.
  public private(set) var memory: Int?
  /// Bytes of memory that may still be taken; nil without a limit.
  public private(set) var freeMemory: Int?

  /// Reads the files that tell of control groups.
  public init() {
    self.init { try? String(contentsOfFile: $0, encoding: .utf8) }
  }

  /// Reads files by a function that gives their text, nil where they cannot be read.
  package init(read: (String) -> String?) {
    func words(_ path: String) -> [Substring] {
      (read(path) ?? "").split(whereSeparator: \.isWhitespace)
    }
    for line in (read("/proc/self/cgroup") ?? "0::/").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      if parts.count == 3 {
        add(parts[2], controlling: parts[1].split(separator: ","), words: words)
      }
    }
  }

  /// Adds the limits of a group and of those round it; without controllers it is of the second version.
  /// `words` are those of a file.
  private mutating func add(
    _ group: Substring, controlling controllers: [Substring], words: (String) -> [Substring]
  ) {
    if controllers.isEmpty {
      for folder in Self.folders("/sys/fs/cgroup", group) {
        let quota = words(folder + "/cpu.max")
        add(quota: quota.first, period: quota.last)
        add(
          memory: words(folder + "/memory.max").first,
          used: words(folder + "/memory.current").first)
      }
    }
    if controllers.contains("cpu") {
      for folder in Self.folders("/sys/fs/cgroup/cpu", group) {
        add(
          quota: words(folder + "/cpu.cfs_quota_us").first,
          period: words(folder + "/cpu.cfs_period_us").first)
      }
    }
    if controllers.contains("memory") {
      for folder in Self.folders("/sys/fs/cgroup/memory", group) {
        add(
          memory: words(folder + "/memory.limit_in_bytes").first,
          used: words(folder + "/memory.usage_in_bytes").first)
      }
    }
  }

  /// The folders of a group and of those round it, the root last.
  private static func folders(_ root: String, _ group: Substring) -> [String] {
    let parts = group.split(separator: "/")
    return (0...parts.count).reversed().map { count in
      ([root] + parts.prefix(count).map(String.init)).joined(separator: "/")
    }
  }

  /// Adds a limit of time, so many microseconds of each period; `max` and -1 are none.
  private mutating func add(quota: Substring?, period: Substring?) {
    guard let quota = quota.flatMap({ Double($0) }), let period = period.flatMap({ Double($0) }),
      quota > 0, period > 0
    else { return }
    cores = min(cores ?? .infinity, quota / period)
  }

  /// Adds a limit of memory; `max` is none, and a number beyond all memory does no harm.
  private mutating func add(memory: Substring?, used: Substring?) {
    guard let limit = memory.flatMap({ Int($0) }), limit > 0 else { return }
    self.memory = min(self.memory ?? .max, limit)
    guard let used = used.flatMap({ Int($0) }) else { return }
    freeMemory = min(freeMemory ?? .max, max(0, limit - used))
  }
}
