import Foundation

/// The processor of this machine, as the system calls it.
struct Processor: CustomStringConvertible {
  let description: String

  /// Looks.
  init() {
    let known = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = known.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map {
      $0.split(separator: " ").joined(separator: " ")
    }
    description = name ?? Self.architecture
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown processor"
    #endif
  }
}
