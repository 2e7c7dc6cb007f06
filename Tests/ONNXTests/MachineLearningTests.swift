import Tensors
import Testing

@Suite("Classical machine learning in an ONNX file")
struct MachineLearningTests {
  private let row = Tensor([1, 3], [1, 2, -3])

  private func file(
    _ kind: String, _ settings: KeyValuePairs<String, ModelFile.Setting>,
    outputs: [String] = ["y"], texts: (String, [String])? = nil
  ) -> ModelFile {
    var file = ModelFile(inputs: ["x": [1, 3]])
    file.node(kind, ["x"], outputs, settings)
    if let texts { file.texts(texts.0, texts.1) }
    file.useSet("ai.onnx.ml")
    return file
  }

  @Test("features are scaled, normalised, compared and filled in")
  func preparation() throws {
    let scaled = file("Scaler", ["offset": .floats([1, 1, 1]), "scale": .floats([2])])
    #expect(try scaled.run(row) == Tensor([1, 3], [0, 2, -8]))
    #expect(try file("Normalizer", ["norm": "MAX"]).run(row) == Tensor([1, 3], [0.5, 1, -1.5]))
    let shares = try file("Normalizer", ["norm": "L1"]).run(row)
    #expect(distance(shares, Tensor([1, 3], [1 / 6, 2 / 6, -3 / 6])) < 1e-6)
    let unit = try file("Normalizer", ["norm": "L2"]).run(Tensor([1, 3], [3, 0, 4]))
    #expect(distance(unit, Tensor([1, 3], [0.6, 0, 0.8])) < 1e-6)
    #expect(try file("Binarizer", ["threshold": 1.5]).run(row) == Tensor([1, 3], [0, 1, 0]))
    let imputer = file(
      "Imputer",
      ["imputed_value_floats": .floats([7, 8, 9]), "replaced_value_float": .float(.nan)])
    #expect(try imputer.run(Tensor([1, 3], [.nan, 2, .nan])) == Tensor([1, 3], [7, 2, 9]))
  }

  @Test("columns are picked and put side by side")
  func columns() throws {
    var file = ModelFile(inputs: ["x": [1, 3]])
    file.integers("places", [2, 0])
    file.node("ArrayFeatureExtractor", ["x", "places"], ["picked"])
    file.useSet("ai.onnx.ml")
    file.node("FeatureVectorizer", ["picked", "x"], ["y"], ["inputdimensions": [2, 3]])
    file.useSet("ai.onnx.ml")
    #expect(try file.run(row) == Tensor([1, 5], [-3, 1, 1, 2, -3]))
  }

  @Test("a regression is a weighted sum")
  func regression() throws {
    let file = file(
      "LinearRegressor",
      [
        "coefficients": .floats([1, 0, 0, 0, 1, 1]), "intercepts": .floats([0.5, 0]),
        "targets": 2,
      ])
    #expect(try file.run(row) == Tensor([1, 2], [1.5, -1]))
  }

  @Test("a classifier has scores with the names of classes, and labels if they are numbers")
  func classifier() throws {
    let coefficients = ModelFile.Setting.floats([1, 0, 0, 0, 1, 0])
    let settings: KeyValuePairs<String, ModelFile.Setting> = [
      "coefficients": coefficients, "intercepts": .floats([0, 0]), "post_transform": "SOFTMAX",
    ]
    let named = file(
      "LinearClassifier", settings, outputs: ["label", "y"],
      texts: ("classlabels_strings", ["cat", "dog"]))
    let share = 1 / (1 + Float(2.718_281_8))
    #expect(distance(try named.run(row), Tensor([1, 2], [share, 1 - share])) < 1e-6)
    #expect(try named.load().outputs[0].classNames == ["cat", "dog"])
    var numbered = file(
      "LinearClassifier",
      [
        "coefficients": coefficients, "intercepts": .floats([0, 0]),
        "classlabels_ints": [7, 9],
      ], outputs: ["y", "scores"])
    #expect(try numbered.run(row) == Tensor([1], [9]))
    numbered.message.graph.output[0].name = "scores"
    #expect(try numbered.run(row) == Tensor([1, 2], [1, 2]))
  }

  @Test("one row of coefficients stands for two classes")
  func binary() throws {
    let file = file(
      "LinearClassifier",
      [
        "coefficients": .floats([1, 0, 0]), "intercepts": .floats([0]),
        "classlabels_ints": [0, 1], "post_transform": "LOGISTIC",
      ], outputs: ["label", "y"])
    let share = 1 / (1 + Float(2.718_281_8))
    #expect(distance(try file.run(row), Tensor([1, 2], [share, 1 - share])) < 1e-6)
  }

  @Test("a ZipMap names the columns of its input")
  func names() throws {
    let file = file("ZipMap", [:], texts: ("classlabels_strings", ["a", "b", "c"]))
    #expect(try file.run(row) == row)
    #expect(try file.load().outputs[0].classNames == ["a", "b", "c"])
  }

  @Test("text as output, other transforms and counts that do not fit are refused")
  func refusals() throws {
    let text = file(
      "LinearClassifier", ["coefficients": .floats([1, 0, 0, 0, 1, 0])], outputs: ["y", "scores"],
      texts: ("classlabels_strings", ["cat", "dog"]))
    #expect(try text.failure().contains("is not computed"))
    let probit = file(
      "LinearRegressor", ["coefficients": .floats([1, 0, 0]), "post_transform": "PROBIT"])
    #expect(try probit.failure().contains("only NONE, LOGISTIC and SOFTMAX"))
    #expect(
      try file("LinearRegressor", ["coefficients": .floats([1, 0])]).failure()
        .contains("2 coefficients"))
    #expect(try file("Scaler", ["scale": .floats([1, 2])]).failure().contains("to be 3 numbers"))
    #expect(try file("Normalizer", ["norm": "L3"]).failure().contains("\"norm\""))
    #expect(try file("LabelEncoder", [:]).failure().contains("text or tables"))
  }
}
