import Classification
import Explaining
import Foundation
import Inputs
import Testing

@Suite("Requests")
struct RequestTests {
  private func draft(_ method: String? = nil) -> RequestDraft {
    var draft = RequestDraft(network: NetworkRequest(model: "shapes"))
    draft.method = method
    return draft
  }

  private func written(_ request: Request) throws -> Request {
    try JSONDecoder().decode(Request.self, from: try JSONEncoder().encode(request))
  }

  @Test("Nothing said is the most probable class by Integrated Gradients from black")
  func defaults() throws {
    let request = try Request(draft())
    #expect(request.method == "ig" && request.targets == [.top(count: 1)])
    #expect(request.baselines.isEmpty && request.seed == 0 && !request.regions)
  }

  @Test(
    "A request that is written down is the same when it is read",
    arguments: MethodTable.entries.map(\.name))
  func codable(method: String) throws {
    var draft = draft(method)
    let entry = try #require(MethodTable[method])
    if entry.need == .layer { draft.layer = "conv1" }
    if entry.setting(.references) != nil { draft.settings = [.references: .texts(["a", "b"])] }
    if entry.choices.contains(.smooth) { draft.smooth = try SmoothingRequest("vargrad:3:0.5") }
    draft.targets = [.top(count: 3), .label("ring"), .index(4)]
    draft.contrast = .label("heart")
    draft.score = .logit
    draft.seed = .max
    draft.network.mean = [1, 2, 3]
    draft.network.fit = .crop
    draft.network.cropRatio = 0.875
    draft.reading.background = [1, 2, 3]
    let request = try Request(draft)
    #expect(try written(request) == request)
    #expect(try Request(RequestDraft(request)) == request)
  }

  @Test("Everything that a baseline or a target can be is written as people write it")
  func texts() throws {
    var draft = draft("occlusion")
    draft.baselines = try [
      "black", "white", "gray", "mean", "blur:7.5", "noise:3", "uniform:1,2,3", "pictures/a.png",
    ].map { try Baseline($0) }
    draft.targets = try [
      "top", "top3", "5", "great grey owl", "max", "weights:w.json", "layer:a:1:2,3",
    ]
    .map { try Target($0) }
    let request = try Request(draft)
    #expect(try written(request) == request)
    let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    #expect(text.contains("\"uniform:1,2,3\"") && text.contains("layer:a:1:2,3"))
  }

  @Test(
    "What says nothing to the method, or contradicts itself, is refused",
    arguments: [
      ("gradient", "--baseline"), ("deeplift", "--smooth"), ("rise", "--layer"),
      ("grad-cam", "--regions"), ("xrai", "--layer"),
    ])
  func meaningless(method: String, option: String) throws {
    var draft = draft(method)
    switch option {
    case "--baseline": draft.baselines = [.white]
    case "--smooth": draft.smooth = try SmoothingRequest("sg")
    case "--layer": draft.layer = "conv1"
    default: draft.regions = true
    }
    let error = #expect(throws: RequestError.self) { try Request(draft) }
    #expect("\(try #require(error))".hasPrefix("\(option) means nothing to --method \(method)"))
  }

  @Test("Another method takes what it has no use for away, and keeps the rest")
  func change() throws {
    var draft = draft("ig")
    draft.settings = [.steps: .number(9)]
    draft.baselines = [.white]
    draft.seed = 4
    draft.smooth = try SmoothingRequest("sg:2")
    var other = RequestDraft(try Request(draft))
    try other.change(method: "grad-cam")
    let request = try Request(other)
    #expect(request.settings.all.isEmpty && request.baselines.isEmpty)
    #expect(request.seed == 4 && request.smooth == draft.smooth)
  }

  @Test("Regions are what xrai is, and a choice elsewhere")
  func regions() throws {
    var xrai = draft("xrai")
    xrai.regions = false
    #expect(try Request(xrai).regions)
    try xrai.change(method: "ig")
    #expect(try !Request(xrai).regions)
    var ig = draft("ig")
    ig.regions = true
    try ig.change(method: "gradient")
    #expect(try Request(ig).regions)
    try ig.change(method: "grad-cam")
    #expect(try !Request(ig).regions)
  }

  @Test("A setting changes what an earlier request said of others that depend on it")
  func dependents() throws {
    var steps = RequestDraft(try Request(draft()))
    steps.set(.steps, to: .number(7))
    #expect(
      try Request(steps).settings.all == [
        .rule: .text("trapezoid"), .steps: .number(7), .multiplyByInputs: .flag(true),
      ])
    var adaptive = RequestDraft(try Request(steps))
    adaptive.set(.rule, to: .text("adaptive"))
    #expect(try Request(adaptive).settings == Request(draft()).settings)
    var blur = draft("idgi")
    blur.set(.path, to: .text("blur"))
    var straight = RequestDraft(try Request(blur))
    straight.set(.path, to: .text("straight"))
    #expect(try Request(straight).settings == Request(draft("idgi")).settings)
  }

  @Test(
    "A file that tells no request says what is wrong, and where",
    arguments: [
      ("", "this is no JSON"), ("{}", "expected a \"request\""), ("[]", "another kind of value"),
      ("{\"request\": {}}", "request: expected a \"model\""),
      ("{\"request\": {\"model\": {\"name\": 3}}}", "request.model.name"),
      (
        #"{"request": {"model": NETWORK, "method": "magic"}}"#, "--method magic: expected one of ig"
      ),
      (#"{"request": {"model": NETWORK, "settings": {"stps": 3}}}"#, "stps: expected one of steps"),
      (#"{"request": {"model": NETWORK, "settings": {"steps": 0}}}"#, "--steps 0"),
      (#"{"request": {"model": NETWORK, "settings": {"steps": null}}}"#, "another kind of value"),
      (#"{"request": {"model": NETWORK, "targets": ["top0"]}}"#, "top0"),
      (#"{"request": {"model": NETWORK, "baselines": ["uniform:300,0,0"]}}"#, "0 to 255"),
      (
        #"{"request": {"model": NETWORK, "smooth": {"statistic": "sg", "samples": 0, "spread": 1}}}"#,
        "sg:0"
      ),
      (
        #"{"request": {"model": {"name": "a", "std": [0, 1, 1]}}}"#,
        "--std 0,1,1"
      ),
      (
        #"{"request": {"model": {"name": "a", "mean": [1]}}}"#,
        "--mean"
      ),
    ])
  func badFile(text: String, problem: String) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = #"{"name": "shapes"}"#
    try Data(text.replacing("NETWORK", with: network).utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: RequestError.self) { try Request(fromReport: path) }
    let words = "\(try #require(error))"
    #expect(words.hasPrefix(path) && words.contains(problem), "\(words)")
    #expect(throws: RequestError.missingFile(path + ".none")) {
      try Request(fromReport: path + ".none")
    }
  }
}
