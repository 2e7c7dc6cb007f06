import Foundation
import Tensors
import Testing

/// What holds for every method of `igtool explain`.
struct MethodFamilyTests {
  private let sandbox = Sandbox()
  private static let products = ["attribution.npy", "mask.png", "overlay.png"]

  /// Bytes of all files that an explanation of the star writes.
  private func files(_ arguments: [String]) throws -> [[UInt8]] {
    let folder = UUID().uuidString
    let outcome = try sandbox.run(
      [
        "explain", Samples.star, "--model", "shapes", "--save", "mask,overlay,npy", "--quiet", "-o",
        folder, "--name", "{stem}.{product}",
      ] + arguments)
    expectSuccess(outcome)
    return try Self.products.map { try sandbox.bytes("\(folder)/star.\($0)") }
  }

  @Test("every method that the tool knows is tested here")
  func completeness() throws {
    let outcome = try sandbox.explain(Samples.star, "--method", "none")
    expectUsageError(outcome, "'none' is invalid")
    let list = try #require(outcome.error.components(separatedBy: "following: ").last)
    let names = list.prefix { $0 != "(" }.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(names.sorted() == QuickMethod.all.map(\.name).sorted())
  }

  @Test("every method writes its files and says its name", arguments: QuickMethod.all)
  func writes(method: QuickMethod) throws {
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--json", "--save", "mask,overlay,npy"]
        + ["--canvas", "photo"] + method.arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    let stem = method.name == "ig" ? "star" : "star.\(method.name)"
    let files = Self.products.map { "\(stem).\($0)" }
    #expect(sandbox.files == files)
    for name in files.dropFirst() {
      let picture = try sandbox.picture(name)
      #expect((picture.width, picture.height) == (96, 96))
    }
    let array = try sandbox.array(files[0])
    #expect(array.shape.dimensions == method.shape)
    #expect(array.values.allSatisfy { $0.isFinite })
    #expect(array.values.contains { $0 != 0 })

    let report = try outcome.report()
    #expect(report.method == method.name)
    #expect(report.shape == method.shape)
    #expect(report.target == .init(index: 3, label: "star"))
    if ["grad-cam", "deeplift"].contains(method.name) {
      #expect(report.score.kind == "logit")
    } else {
      #expect(report.score.kind == "probability")
      #expect(report.score.input == report.top[0].probability)
    }
    #expect(report.evaluations > 0)
    let sum = array.values.reduce(0.0) { $0 + Double($1) }
    #expect(abs(report.sum - sum) <= 1e-9 * max(1, abs(sum)))
  }

  @Test("a report has a gap where a sum is promised, and nowhere else", arguments: QuickMethod.all)
  func promises(method: QuickMethod) throws {
    let report = try sandbox.explained(method.arguments).report
    #expect((report.gap != nil) == method.promisesSum)
    #expect((report.relativeGap != nil) == method.promisesSum)
    #expect((report.complete != nil) == method.promisesSum)
    if let relative = report.relativeGap { #expect(report.complete == (relative <= 0.05)) }
    if method.promisesSum { #expect(report.score.baseline != nil) }
    #expect(
      report.warnings.contains { $0.contains("miss the change") } == (report.complete == false))
  }

  @Test(
    "the same command gives the same bytes, whatever the number of threads",
    arguments: QuickMethod.all)
  func reproducible(method: QuickMethod) throws {
    let first = try files(method.arguments + ["--threads", "1"])
    #expect(try files(method.arguments + ["--threads", "1"]) == first)
    #expect(try files(method.arguments + ["--threads", "3"]) == first)
  }

  @Test(
    "the seed matters to methods that draw random numbers, and to no other",
    arguments: QuickMethod.all)
  func seeds(method: QuickMethod) throws {
    let first = try sandbox.explained(method.arguments + ["--seed", "1"])
    let second = try sandbox.explained(method.arguments + ["--seed", "2"])
    #expect((first.report.seed, second.report.seed) == (1, 2))
    #expect((first.map != second.map) == method.isRandom)
  }

  @Test(
    "a report has the settings that a method has, and no others", arguments: QuickMethod.all)
  func facts(method: QuickMethod) throws {
    let report = try sandbox.explained(method.arguments).report
    let hasSteps = method.options.contains("--steps")
    #expect((report.path != nil) == ["idgi", "left-ig"].contains(method.name))
    #expect((report.steps != nil) == hasSteps)
    #expect((report.rule != nil) == (hasSteps && method.name != "idgi"))
    #expect(report.smooth == nil)
    #expect(report.regions == (method.name == "xrai"))
    let choices = ["ig": true, "expected-gradients": true, "influence": false]
    #expect(report.multipliedByInputs == choices[method.name])
    let isAtLayer = method.shape != [96, 96, 3]
    #expect(report.layer == (isAtLayer ? "inception_4b" : nil))
    #expect(report.references == (method.name == "expected-gradients" ? [Samples.folder] : []))
    let baselines: [String: [String]] = [
      "xrai": ["black", "white"], "blur-ig": [], "expected-gradients": [], "gradient": [],
      "input-x-gradient": [], "guided-backprop": [], "deconvnet": [], "grad-cam": [],
      "influence": [],
    ]
    #expect(report.baselines == baselines[method.name, default: ["black"]])
    #expect(report.baselineAnswers.count == report.baselines.count)
    if let share = report.unattributableShare { #expect((0...1).contains(share)) }
  }
}
