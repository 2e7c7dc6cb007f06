import Attribution
import Classification
import Explaining
import Foundation
import Tensors
import Testing

@Suite("The table of methods")
struct MethodTableTests {
  @Test("Names are there once, and what people read is not empty")
  func names() {
    let names = MethodTable.entries.map(\.name)
    #expect(Set(names).count == names.count && names.first == "ig")
    for entry in MethodTable.entries {
      #expect(MethodTable[entry.name]?.name == entry.name)
      #expect(!entry.summary.isEmpty && entry.paper.contains("20"))
    }
    #expect(MethodTable["portrait"] == nil)
  }

  @Test("The reference's table has a row for each method")
  func reference() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/REFERENCE.md").standardizedFileURL
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    for entry in MethodTable.entries {
      let cells = lines.filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "|").first }
      #expect(cells.contains { $0.contains("`\(entry.name)`") }, "\(entry.name)")
    }
  }

  @Test("Every default is a value that makes sense", arguments: MethodTable.entries.map(\.name))
  func defaults(name: String) throws {
    let entry = try #require(MethodTable[name])
    for setting in entry.settings {
      if let value = setting.defaultValue { try setting.check(value) }
      #expect(entry.settings.count { $0.name == setting.name } == 1)
    }
    let needed: [MethodSetting.Name: SettingValue] =
      entry.setting(.references) == nil ? [:] : [.references: .texts(["a.png"])]
    let settings = try entry.settings(given: needed)
    // What is filled in can be given again.
    #expect(try entry.settings(given: settings.all) == settings)
    _ = entry.make(
      settings,
      MethodContext(
        features: Features(picture: [4, 4, 3]), seed: 1,
        references: References(drawn: [0: Tensor([1], [1])], count: 1), recordsPath: false)
    )
  }

  @Test("ig samples where the map needs it, until somebody says how many steps or which rule")
  func adaptive() throws {
    let ig = MethodTable.standard
    let free = try ig.settings(given: [:])
    #expect(free.text(.rule) == "adaptive" && free[.steps] == nil)
    #expect(free.number(.tolerance) == 0.05 && free.count(.maximumEvaluations) == 400)
    let even = try ig.settings(given: [.steps: .number(7)])
    #expect(even.text(.rule) == "trapezoid" && even.count(.steps) == 7 && even[.tolerance] == nil)
    let ruled = try ig.settings(given: [.rule: .text("midpoint")])
    #expect(ruled.count(.steps) == 50)
    #expect(
      throws: RequestError.outOfPlace(
        "--steps", advice: "means nothing beside --rule adaptive")
    ) {
      try ig.settings(given: [.steps: .number(7), .rule: .text("adaptive")])
    }
  }

  @Test("Parameters of a path count where that path is chosen, and only there")
  func paths() throws {
    let idgi = try #require(MethodTable["idgi"])
    #expect(try idgi.settings(given: [:])[.maximumSigma] == nil)
    let blur = try idgi.settings(given: [.path: .text("blur")])
    #expect(blur.number(.maximumSigma) == 50 && blur[.fraction] == nil)
    #expect(throws: RequestError.self) { try idgi.settings(given: [.fraction: .number(0.1)]) }
  }

  @Test(
    "Values beyond their limits are named, with what is expected",
    arguments: [
      ("ig", MethodSetting.Name.steps, SettingValue.number(0)), ("ig", .steps, .number(2.5)),
      ("ig", .steps, .text("many")), ("ig", .rule, .text("simpson")),
      ("ig", .tolerance, .number(0)),
      ("ig", .tolerance, .number(.nan)), ("ig", .maximumEvaluations, .number(1)),
      ("ig", .multiplyByInputs, .text("no")), ("ig", .window, .number(3)),
      ("ig", .steps, .number(1e300)), ("guided-ig", .fraction, .number(1.5)),
      ("expected-gradients", .references, .texts([])), ("rise", .samples, .number(0)),
    ])
  func limits(method: String, name: MethodSetting.Name, value: SettingValue) throws {
    let entry = try #require(MethodTable[method])
    let error = #expect(throws: RequestError.self) { try entry.settings(given: [name: value]) }
    #expect("\(try #require(error))".contains(name.option))
  }
}
