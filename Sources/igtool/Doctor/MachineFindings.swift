import Classification
import Foundation
import Models

extension DoctorFinding {
  /// Less memory than this is little.
  private static let littleMemory = 1_000_000_000

  /// What the machine has.
  static func machine(threads: Int) -> [DoctorFinding] {
    let platform = ComputingPlatform()
    return [
      ok("igtool", Igtool.version), processor(platform), products(platform),
      cores(threads: threads, platform), memory(platform),
    ]
  }

  private static func processor(_ platform: ComputingPlatform) -> DoctorFinding {
    let value = "\(Processor()), vector loops \(platform.instructionSet)"
    guard platform.instructionSet == "baseline" else { return ok("processor", value) }
    return warning(
      "processor", value,
      "loops for AVX2 or AVX-512 do not run here: expect several times the usual time")
  }

  private static func products(_ platform: ComputingPlatform) -> DoctorFinding {
    ok(
      "matrix products",
      (platform.hasOwnProducts ? "igtool's own \(platform.instructionSet), else " : "")
        + "\(platform.blasName), kernels \(platform.blasKernel)")
  }

  private static func cores(threads: Int, _ platform: ComputingPlatform) -> DoctorFinding {
    let (online, allowed) = (ProcessInfo.processInfo.processorCount, Self.allowedCores)
    var parts = ["\(online) online"]
    if allowed != online { parts.append("\(allowed) allowed") }
    if let quota = platform.grantedCores { parts.append(String(format: "time of %.4g", quota)) }
    if let granted = ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"] {
      parts.append("SLURM_CPUS_PER_TASK \(granted)")
    }
    let value = parts.joined(separator: ", ") + ": \(threads) worker threads"
    let useful = min(Double(allowed), platform.grantedCores ?? .infinity)
    guard Double(threads) > useful.rounded(.up) else { return ok("cores", value) }
    return warning(
      "cores", value,
      "more threads than cores slow each other down: --threads \(max(1, Int(useful.rounded(.up))))")
  }

  /// Cores that this process may run on.
  private static var allowedCores: Int {
    let known = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let list = known.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
      .flatMap { $0.split(whereSeparator: \.isWhitespace).last }
    return list.flatMap { coreCount(String($0)) }
      ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// How many cores a list as `0-3,8` has; nil for what is no list.
  package static func coreCount(_ list: String) -> Int? {
    var count = 0
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        last >= first
      else { return nil }
      count += last - first + 1
    }
    return count
  }

  private static func memory(_ platform: ComputingPlatform) -> DoctorFinding {
    let known = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let line = known.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    let words: [Substring] = line?.split(separator: " ") ?? []
    let kibibytes: Int? = words.count > 1 ? Int(words[1]) : nil
    let available: Int? = kibibytes.map { $0 * 1024 }
    guard let free = [available, platform.grantedMemory].compactMap(\.self).min() else {
      return ok("memory", "unknown")
    }
    let value = "\(ByteCount(free)) free" + (free == platform.grantedMemory ? " by its limit" : "")
    return free >= littleMemory
      ? ok("memory", value)
      : warning("memory", value, "explain with --memory 80M --threads 1, or free some")
  }
}
