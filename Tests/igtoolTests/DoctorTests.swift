import Foundation
import Testing
import igtool

/// `igtool doctor`.
struct DoctorTests {
  private let sandbox = Sandbox()

  private struct Answer: Decodable {
    struct Finding: Decodable {
      let name: String
      let value: String
      let state: String
      let advice: String?
    }
    let version: String
    let works: Bool
    let findings: [Finding]
  }

  private func answer(_ environment: [String: String] = [:]) throws -> Answer {
    let outcome = try sandbox.run(["doctor", "--json"], environment: environment)
    expectSuccess(outcome)
    return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
  }

  @Test("every part of the set-up has a line, and the self-test is passed")
  func lines() throws {
    let outcome = try sandbox.run("doctor")
    expectSuccess(outcome)
    for name in [
      "igtool", "processor", "matrix products", "cores", "memory", "model cache", "networks",
      "current folder", "terminal", "self-test",
    ] {
      #expect(outcome.output.contains("  \(name) "), "\(name)")
    }
    let found = try answer()
    #expect(found.works && !found.findings.contains { $0.state == "problem" })
    let test = try #require(found.findings.first { $0.name == "self-test" })
    #expect(test.state == "ok" && test.value.contains("a square by shapes: "))
    let probability = try #require(test.value.firstMatch(of: #/shapes: ([0-9.]+) %/#))
    #expect(try #require(Double(probability.1)) > 50)
    #expect(found.findings.allSatisfy { ($0.advice == nil) == ($0.state == "ok") })
  }

  @Test("what is not right is told with what to do")
  func warnings() throws {
    let found = try answer([
      "OPENBLAS_CORETYPE": "Haswell", "IGTOOL_MODELS": "/nowhere", "IGTOOL_MODEL": "x",
      "OMP_NUM_THREADS": "4",
    ]).findings
    func finding(_ text: String) throws -> Answer.Finding {
      try #require(found.first { $0.value.contains(text) }, "\(text)")
    }
    #expect(try finding("OPENBLAS_CORETYPE").state == "warning")
    #expect(try finding("/nowhere: no such folder").state == "warning")
    let unknown = try finding("IGTOOL_MODEL=x")
    #expect(unknown.state == "warning" && unknown.advice?.contains("IGTOOL_MODELS") == true)
    #expect(try finding("OMP_NUM_THREADS=4").state == "ok")
    let networks = try #require(found.first { $0.name == "networks" })
    #expect(networks.state == "warning" && networks.value.contains("here: "))
    #expect(networks.advice?.contains("igtool model pull googlenet") == true)
    let quiet = try sandbox.run(["doctor", "--quiet"], environment: ["IGTOOL_MODEL": "x"])
    #expect(quiet.output.contains("IGTOOL_MODEL=x") && !quiet.output.contains("self-test"))
  }

  @Test("a setting that keeps the program from working is status 1")
  func problem() throws {
    let outcome = try sandbox.run(["doctor"], environment: ["IGTOOL_MIRROR": "nonsense"])
    #expect(outcome.status == 1 && outcome.error == "")
    #expect(outcome.output.contains("problem  networks"))
    #expect(outcome.output.contains("IGTOOL_MIRROR"))
  }

  @Test("lists of cores are counted")
  func cores() {
    #expect(DoctorFinding.coreCount("0-3,8") == 5 && DoctorFinding.coreCount("7") == 1)
    #expect(DoctorFinding.coreCount("") == nil && DoctorFinding.coreCount("3-1") == nil)
    #expect(DoctorFinding.coreCount("a-b") == nil)
  }
}
