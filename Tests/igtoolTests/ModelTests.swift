import Foundation
import Tensors
import Testing

/// Commands about networks, and networks that cannot be used.
struct ModelTests {
  private let sandbox = Sandbox()

  // MARK: - classify

  @Test("classify shows the most probable classes, the first one first")
  func classify() throws {
    let outcome = try sandbox.run("classify", Samples.star, "--model", "shapes")
    expectSuccess(outcome)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(lines[0] == Samples.star)
    #expect(lines[1].hasSuffix(" %  star (3)"))
    #expect(sandbox.files.isEmpty)
  }

  @Test("classify --json writes one object per picture with as many classes as wanted")
  func classifyJSON() throws {
    struct Answer: Decodable {
      let image: String
      let model: String
      let top: [ReportText.Ranked]
    }
    let outcome = try sandbox.run(
      "classify", Samples.star, Samples.ring, "--model", "shapes", "--json", "--top", "11")
    expectSuccess(outcome)
    let answers = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
    #expect(answers.map(\.image) == [Samples.star, Samples.ring])
    #expect(answers.map { $0.top[0].label } == ["star", "ring"])
    for answer in answers {
      #expect(answer.model == "shapes")
      let probabilities = answer.top.map(\.probability)
      #expect(probabilities == probabilities.sorted(by: >))
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
    }
    let all = try sandbox.run(
      "classify", Samples.star, "--model", "shapes", "--json", "--top", "99")
    #expect(all.status == 0)
    expectUsageError(
      try sandbox.run("classify", Samples.star, "--model", "shapes", "--top", "0"), "--top 0")
  }

  // MARK: - model

  @Test("model list names the network inside the tool and those that can be fetched")
  func list() throws {
    let outcome = try sandbox.run("model", "list")
    expectSuccess(outcome)
    #expect(outcome.output.contains("shapes"))
    #expect(outcome.output.contains("built in"))
    #expect(outcome.output.contains("igtool model pull googlenet-12"))
    // Columns stand below each other, whatever the longest name is.
    let starts = outcome.output.split(separator: "\n").compactMap { line in
      ["built in", "not here: "].lazy.compactMap { line.range(of: $0)?.lowerBound }.first
        .map { line.distance(from: line.startIndex, to: $0) }
    }
    #expect(starts.count > 5 && Set(starts).count == 1)
  }

  @Test("model info shows operators, input and preprocessing, also as JSON")
  func info() throws {
    let text = try sandbox.run("model", "info", "shapes")
    expectSuccess(text)
    for part in ["Conv", "LRN", "96×96", "127.5", "circle"] {
      #expect(text.output.contains(part), "\(part)")
    }
    let json = try sandbox.run("model", "info", Samples.shapes + "/model.onnx", "--json")
    let facts = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(facts?["classes"] as? Int == 11)
  }

  @Test("model info --layers lists what can be looked at, in aligned columns, also as JSON")
  func layers() throws {
    let text = try sandbox.run("model", "info", "shapes", "--layers")
    expectSuccess(text)
    let lines = text.output.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("layer  ") && $0.hasSuffix("shape") })
    let table = lines[start...]
    #expect(table.count == 73)
    let columns = try ["operator", "shape"].map { word in
      try #require(table.first?.range(of: word)).lowerBound.utf16Offset(in: table[start])
    }
    for line in table {
      #expect(columns.allSatisfy { Array(line)[$0 - 1] == " " && Array(line)[$0] != " " })
    }
    #expect(table.contains { $0.hasPrefix("inception_4b ") && $0.contains("Concat ") })
    #expect(lines.contains { $0.hasPrefix("layer  ") && $0.contains("inception_4b,") })

    let json = try sandbox.run("model", "info", "shapes", "--layers", "--json")
    let facts = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let layers = try #require(facts?["layers"] as? [[String: Any]])
    #expect(layers.count == 72)
    #expect(layers[2]["name"] as? String == "pool1")
    #expect(layers[2]["operator"] as? String == "MaxPool")
    #expect(layers[2]["shape"] as? [Int] == [24, 24, 24])
    #expect(facts?["default_layer"] as? String == "inception_4b")
    let plain = try sandbox.run("model", "info", "shapes", "--json")
    #expect(!plain.output.contains("\"layers\""))
  }

  @Test("model info looks at networks that cannot be run or explained, and says why")
  func infoOfAnything() throws {
    try sandbox.write(SmallNetworkFile(kind: "Frobnicate").bytes, to: "odd.onnx")
    let odd = try sandbox.run("model", "info", "odd.onnx")
    expectSuccess(odd)
    #expect(odd.output.contains("Frobnicate 1 (unsupported)"))
    #expect(odd.output.contains("obstacle      unsupported operators: Frobnicate"))
    let json = try sandbox.run("model", "info", "odd.onnx", "--json")
    let facts = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((facts?["obstacles"] as? [String])?.count == 1)
    #expect(facts?["ir_version"] as? Int == 8)

    try sandbox.write(SmallNetworkFile(kind: "Relu").bytes, to: "relu.onnx")
    let relu = try sandbox.run("model", "info", "relu.onnx")
    expectSuccess(relu)
    #expect(relu.output.contains("input         input float32 N×3×8×8"))
    #expect(relu.output.contains("not explained the network is not a classifier"))
    try sandbox.write(Array("no network".utf8), to: "text.onnx")
    expectFailure(try sandbox.run("model", "info", "text.onnx"), status: 65, "text.onnx")
  }

  @Test("model classes lists numbers and labels, all or those that contain a text")
  func classes() throws {
    let all = try sandbox.run("model", "classes", "shapes")
    expectSuccess(all)
    let lines = all.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 11)
    #expect(lines.contains(" 3  star"))
    let some = try sandbox.run("model", "classes", "shapes", "STA", "--json")
    #expect(some.output == #"{"classes":[{"index":3,"label":"star"}],"model":"shapes"}"# + "\n")
    let none = try sandbox.run("model", "classes", "shapes", "zebra")
    #expect(none.status == 0 && none.output.isEmpty)
    #expect(none.error.contains("none of 11 labels"))
  }

  @Test("model list --json is one object")
  func listJSON() throws {
    let outcome = try sandbox.run("model", "list", "--json")
    expectSuccess(outcome)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let models = try #require((object as? [String: Any])?["models"] as? [[String: Any]])
    let shapes = try #require(models.first { $0["name"] as? String == "shapes" })
    #expect(shapes["place"] as? String == "built_in")
  }

  @Test("model verify knows the network, and finds a single changed bit")
  func verify() throws {
    let whole = try sandbox.run("model", "verify", "shapes")
    expectSuccess(whole)
    #expect(whole.output.contains("as its manifest says"))

    for name in ["model.json", "labels.txt"] {
      try sandbox.write(try Samples.bytes(Samples.shapes + "/" + name), to: "shapes/" + name)
    }
    var network = try Samples.bytes(Samples.shapes + "/model.onnx")
    network[network.count / 2] ^= 1
    try sandbox.write(network, to: "shapes/model.onnx")
    let damaged = try sandbox.run("model", "verify", "shapes/model.onnx")
    expectFailure(damaged, status: 65, "expected SHA-256")
  }

  @Test("a model that is not here and must not be fetched is status 69, with what would help")
  func offline() throws {
    let pull = try sandbox.run("model", "pull", "googlenet-12")
    expectFailure(pull, status: 69, "curl -L ")
    let explain = try sandbox.run(
      "explain", Samples.star, "--offline", environment: ["IGTOOL_OFFLINE": ""])
    expectFailure(explain, status: 69, "curl -L ")
    let unknown = try sandbox.run("explain", Samples.star, "--model", "shaps", "--offline")
    expectFailure(unknown, status: 69, "did you mean \"shapes\"")
    try sandbox.write([1], to: "shap/net.onnx")
    let folder = try sandbox.run("explain", Samples.star, "--model", "shap", "--offline")
    expectFailure(folder, status: 66, "shap: is a folder without model.onnx")
    #expect(folder.error.contains("--model shap/net.onnx"))
    #expect(sandbox.files == ["shap/net.onnx"])
  }

  @Test("a server that cannot be reached is status 69")
  func unreachable() throws {
    let outcome = try sandbox.run(
      "model", "pull", "googlenet-12", "--quiet",
      environment: ["IGTOOL_OFFLINE": "", "IGTOOL_MIRROR": "http://127.0.0.1:1"])
    expectFailure(outcome, status: 69, "http://127.0.0.1:1/")
  }

  @Test("only fetched models can be removed")
  func remove() throws {
    let outcome = try sandbox.run("model", "remove", "shapes")
    expectFailure(outcome, status: 73, "shapes")
  }

  // MARK: - Unusable networks

  @Test("a truncated network is status 65")
  func truncated() throws {
    let whole = try Samples.bytes(Samples.shapes + "/model.onnx")
    try sandbox.write(Array(whole.prefix(whole.count / 3)), to: "half.onnx")
    expectFailure(
      try sandbox.explain(Samples.star, "--model", "half.onnx"), status: 65, "half.onnx: ")
    #expect(sandbox.files == ["half.onnx"])
  }

  @Test("an operator that is not supported is named with its node")
  func unsupported() throws {
    try sandbox.write(SmallNetworkFile().bytes, to: "gru.onnx")
    let outcome = try sandbox.explain(Samples.star, "--model", "gru.onnx")
    expectFailure(outcome, status: 65, "GRU (node \"body/odd\")")
    #expect(sandbox.files == ["gru.onnx"])
  }

  @Test("a network that reads no picture is status 65")
  func noPicture() throws {
    for (extents, text) in [([4], "star.png"), ([1, 8, 8], "not a classifier")] {
      try sandbox.write(SmallNetworkFile(kind: "Relu", extents: extents).bytes, to: "relu.onnx")
      let outcome = try sandbox.explain(Samples.star, "--model", "relu.onnx")
      #expect(outcome.status == 65 && outcome.output == "")
      #expect(outcome.error.contains(text), "\(outcome.error)")
    }
  }

  @Test("a network that is no classifier is status 65")
  func noClassifier() throws {
    try sandbox.write(SmallNetworkFile(kind: "Relu").bytes, to: "relu.onnx")
    expectFailure(
      try sandbox.explain(Samples.star, "--model", "relu.onnx"), status: 65, "not a classifier")
  }

  @Test("labels that do not fit the network are status 65")
  func labels() throws {
    try sandbox.write(Array("one\ntwo\n".utf8), to: "labels.txt")
    let outcome = try sandbox.explain(Samples.star, "--labels", "labels.txt")
    expectFailure(outcome, status: 65, "11 classes")
  }

  // MARK: - run

  @Test("run gives the outputs of a network for arrays in the network's own order")
  func run() throws {
    try sandbox.write(SmallNetworkFile(kind: "Relu").bytes, to: "relu.onnx")
    let values = (0..<2 * 3 * 8 * 8).map { Float($0) - 100 }
    try sandbox.write(NumPyFile.encode(Tensor([2, 3, 8, 8], values)), to: "batch.npy")
    for input in ["batch.npy", "input=batch.npy"] {
      let outcome = try sandbox.run("run", "relu.onnx", "--input", input, "-o", "out")
      expectSuccess(outcome)
      #expect(outcome.output.hasPrefix("out/output.npy"))
      let output = try sandbox.array("out/output.npy")
      #expect(output == Tensor([2, 3, 8, 8], values.map { max($0, 0) }))
    }
  }

  @Test("run --gradient writes the gradient of one number in the input's own order")
  func gradient() throws {
    try sandbox.write(SmallNetworkFile(kind: "Relu").bytes, to: "relu.onnx")
    let values = (0..<3 * 8 * 8).map { Float($0) + 1 }
    try sandbox.write(NumPyFile.encode(Tensor([1, 3, 8, 8], values)), to: "x.npy")
    let outcome = try sandbox.run(
      "run", "relu.onnx", "--input", "x.npy", "--gradient", "[0,1,2,-1]", "-o", "out", "--size", "8"
    )
    expectSuccess(outcome)
    let gradient = try sandbox.array("out/gradient.input.npy")
    #expect(gradient.shape == [1, 3, 8, 8])
    #expect(gradient.values.indices.filter { gradient.values[$0] != 0 } == [64 + 16 + 7])
    for (arguments, text) in [
      (["--gradient", "[0,1]"], "1×3×8×8"), (["--gradient", "output"], "output"),
      (["--gradient-at", "x"], "--gradient"), (["--output", "nothing"], "no output \"nothing\""),
      (["--size", "7x8"], "7x8"),
    ] {
      expectFailure(
        try sandbox.run(["run", "relu.onnx", "--input", "x.npy"] + arguments), status: 64, text)
    }
  }

  @Test("run refuses what the network cannot read")
  func badRun() throws {
    try sandbox.write(SmallNetworkFile(kind: "Relu").bytes, to: "relu.onnx")
    try sandbox.write(
      NumPyFile.encode(Tensor([1, 3, 7, 8], Array(repeating: 0, count: 168))), to: "a.npy")
    try sandbox.write(Array("no array".utf8), to: "text.npy")
    for (input, status, text) in [
      ("none.npy", Int32(66), "none.npy"), ("text.npy", 65, "not a NumPy array"),
      ("wrong=a.npy", 64, "no input \"wrong\""), ("a.npy", 65, "8"),
    ] {
      expectFailure(
        try sandbox.run("run", "relu.onnx", "--input", input), status: status, text)
    }
    #expect(sandbox.files == ["a.npy", "relu.onnx", "text.npy"])
  }
}
