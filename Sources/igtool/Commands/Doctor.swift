import ArgumentParser
import Foundation
import Models
import Rendering

/// `igtool doctor`: what this machine and set-up can do.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what this machine and set-up can do, and what to mend.",
    discussion: """
      Looks at the processor, memory, environment variables, networks, folders and the terminal, and \
      explains a drawn square by the network in this program, twice: by fast algorithms and by \
      definition. Below what is not right stands what to do about it. The status is 1 where something \
      keeps the program from working.

      igtool doctor
      igtool doctor --json
      """)

  @OptionGroup(title: "Networks") var store: StoreOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  @Flag(help: "Write one JSON object to standard output.")
  var json = false

  private struct Answer: Encodable {
    let version = Igtool.version
    let works: Bool
    let findings: [DoctorFinding]
  }

  func run() throws {
    let findings =
      DoctorFinding.machine(threads: running.threadCount)
      + DoctorFinding.variables(ProcessInfo.processInfo.environment) + models
      + [
        DoctorFinding.currentFolder, DoctorFinding.terminal,
        SelfTest.finding(threads: running.threadCount),
      ]
    let works = !findings.contains { $0.state == .problem }
    if json {
      try Console.output(try JSONText.line(Answer(works: works, findings: findings)))
    } else {
      try tell(findings)
    }
    if !works { throw Failure(.someFailed, nil) }
  }

  private var models: [DoctorFinding] {
    do {
      return DoctorFinding.models(
        try store.modelStore(), standard: ModelOptions.standardModel)
    } catch {
      return [
        .problem("networks", Failure(error).message ?? "unknown", "correct this variable")
      ]
    }
  }

  /// A line for each finding, and below it what to do.
  private func tell(_ findings: [DoctorFinding]) throws {
    let names = findings.map(\.name.count).max() ?? 0
    let states = DoctorFinding.State.warning.rawValue.count
    for finding in findings where !running.quiet || finding.state != .ok {
      let state = finding.state.rawValue.filled(to: states)
      try Console.output(
        Console.printable("\(state)  \(finding.name.filled(to: names))  \(finding.value)"))
      guard let advice = finding.advice else { continue }
      let indent = String(repeating: " ", count: states + 2 + names + 2)
      try Console.output(indent + Console.printable("→ " + advice))
    }
  }
}
