import Foundation

/// What the control group of this process may use: the tightest limits of it and the groups that it lies
/// in, as containers and batch systems set them.
package struct ControlGroup {
  /// Cores' worth of time; nil without a limit.
  package private(set) var cores: Double?
  /// Bytes of memory that may still be taken; nil without a limit.
  package private(set) var freeBytes: Int?

  /// Reads the files of the second version of control groups.
  ///
  /// - Parameter read: gives the text of a file, nil where it cannot be read.
  package init(
    read: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) }
  ) {
    let own = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
      .first { $0.hasPrefix("0::") }.map { String($0.dropFirst(3)) }
    var parts = (own ?? "/").split(separator: "/").map(String.init)
    while true {
      let folder = (["/sys/fs/cgroup"] + parts).joined(separator: "/")
      add(quota: read(folder + "/cpu.max") ?? "")
      let numbers = ["memory.max", "memory.current"].map { name in
        (read(folder + "/" + name) ?? "").split(separator: "\n").first.flatMap { Int($0) }
      }
      if let limit = numbers[0], let used = numbers[1] {
        freeBytes = min(freeBytes ?? .max, max(0, limit - used))
      }
      if parts.popLast() == nil { return }
    }
  }

  /// `QUOTA PERIOD`, or `max PERIOD` without a limit.
  private mutating func add(quota text: String) {
    let numbers = text.split { $0 == " " || $0 == "\n" }.map { Double($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], period > 0 else {
      return
    }
    cores = min(cores ?? .infinity, quota / period)
  }
}
