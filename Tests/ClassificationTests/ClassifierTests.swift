import Classification
import Imaging
import Models
import Tensors
import TestSupport
import Testing

@Suite("Classifiers") struct ClassifierTests {
  private static let labels = #"{"labels": "labels.txt", "input": {"preprocessing": "tf"}}"#

  @Test("classes have the manifest's labels, or those that a user gives")
  func labels() throws {
    let manifest = #"{"input": {"preprocessing": "caffe"}, "labels": "labels.txt"}"#
    let classifier = try TinyNetwork().classifier(
      manifest: manifest, labels: ["a", "b", "c", "d"])
    #expect(classifier.labels.count == 4 && classifier.labels[2].label == "c")
    #expect(classifier.name == "tiny" && classifier.warnings.isEmpty)
    #expect(classifier.input.shape == [2, 3, 3] && classifier.input.isPicture)
    var options = Classifier.Options()
    options.labels = ["w", "x", "y", "z"]
    let other = try TinyNetwork().classifier(
      manifest: manifest, labels: ["a", "b", "c", "d"], options: options)
    #expect(other.labels[0].label == "w")
    #expect(try TinyNetwork().classifier(manifest: nil).labels[3].label == "class 3")
  }

  @Test("three channels may be last")
  func channelsLast() throws {
    let network = ColumnNetwork(input: [1, 8, 9, 3])
    let classifier = try network.classifier()
    #expect(classifier.input.shape == [8, 9, 3])
    let values = Tensor.random([8, 9, 3], seed: 3)
    let found = try classifier.recognizer().probabilities(of: values)[0]
    #expect(abs(found - network.logits(values.values)[0]) < 1e-4)
  }

  @Test("what is no picture is described")
  func otherInputs() throws {
    let columns = try ColumnNetwork(input: [1, 4]).classifier().input
    #expect(columns.shape == [1, 4] && !columns.isPicture && columns.name == "x")
    #expect(try ColumnNetwork(type: 2).classifier().input.isInteger)
  }

  @Test("an open size is the option's, the folder's, the picture's, or 224")
  func openSize() throws {
    let network = ColumnNetwork(input: [1, 3, nil, nil])
    #expect(try network.classifier().input.shape == [224, 224, 3])
    var options = Classifier.Options()
    options.openSize = { (Size(width: 5, height: 4), "the size of photo.jpg") }
    let classifier = try network.classifier(options: options)
    #expect(classifier.input.shape == [4, 5, 3])
    #expect(classifier.assumed.contains { $0.contains("4x5, the size of photo.jpg") })
    let folder = ["preprocessor_config.json": #"{"size": {"height": 6, "width": 7}}"#]
    #expect(try network.classifier(files: folder, options: options).input.shape == [6, 7, 3])
    options.size = Size(width: 9, height: 9)
    #expect(try network.classifier(files: folder, options: options).input.shape[1] == 9)
  }

  @Test("open extents of what is no picture are those of an array, with the batch or without")
  func openExtents() throws {
    var file = SmallFile()
    file.input("x", [0, 3, 0])
    file.output("y", [0, 3])
    file.integers("axes", [2])
    file.node("ReduceSum", ["x", "axes"], "y", ["keepdims": 0])
    let refused = #expect(throws: ClassificationError.self) { try file.classifier() }
    #expect(refused?.description.contains("its extents d0×3×d2 are open; an array") == true)
    for extents in [[7, 3, 5], [3, 5]] {
      var options = Classifier.Options()
      options.openExtents = { $0 == "x" ? extents : nil }
      #expect(try file.classifier(options).pointShape == [1, 3, 5])
    }
    var options = Classifier.Options()
    options.openExtents = { _ in [5] }
    #expect(throws: ClassificationError.self) { try file.classifier(options) }
  }

  @Test("what may be due to a size that was assumed is told with it")
  func assumedSize() throws {
    var file = SmallFile()
    file.input("x", [1, 3, 0, 0])
    file.output("y", [1, 2])
    file.weights("w", [12, 2], [Float](repeating: 1, count: 24))
    file.node("Flatten", ["x"], "row")
    file.node("MatMul", ["row", "w"], "y")
    let error = #expect(throws: ClassificationError.self) { try file.classifier() }
    #expect(error?.description.contains("taken to be 224x224; say --size if they are not") == true)
    var options = Classifier.Options()
    options.size = Size(width: 2, height: 2)
    #expect(try file.classifier(options).pointShape == [2, 2, 3])
  }

  @Test(
    "a network that is no classifier is refused",
    arguments: [
      ([1, 3, 2, 3], TinyNetwork.Ending.picture, "found an output of shape 1×1×2×2; "),
      ([1, 3, 2, 3], .twoSoftmaxes, "found several softmaxes side by side; "),
    ])
  func refused(_ input: [Int], _ ending: TinyNetwork.Ending, _ end: String) {
    let error = TinyNetwork(input: input, ending: ending).failure()
    #expect(error.contains(end), "\(error)")
    #expect(error.contains("expected one") && error.contains("igtool run"))
  }

  @Test("labels of another network are refused, or left out where nobody asked for them")
  func labelCount() throws {
    let classifier = try TinyNetwork().classifier(
      manifest: Self.labels, labels: ["a", "b", "c"])
    #expect(classifier.labels[0].label == "class 0")
    #expect(classifier.warnings.count == 1)
    var options = Classifier.Options()
    options.labels = ["a", "b", "c"]
    let error = TinyNetwork().failure(options: options)
    #expect(
      error
        == "the network has 4 classes, but there are 3 labels; give the right file with --labels")
  }

  @Test("a size that the file does not allow is refused, with the file's name")
  func size() {
    var options = Classifier.Options()
    options.size = Size(width: 5, height: 2)
    let error = TinyNetwork().failure(options: options)
    #expect(error.contains("tiny.onnx: "))
    #expect(error.contains("its size is fixed at 2×3, not 2×5"))
  }

  @Test("what is prepared of the weights for scores is there for probabilities")
  func sharedWeights() throws {
    let classifier = try TinyNetwork().classifier()
    let scorer = try classifier.scorer(.logit, threads: 1)
    let count = classifier.preparedWeights.count
    #expect(count > 0)
    let recognizer = try classifier.recognizer()
    withExtendedLifetime((scorer, recognizer)) {
      #expect(classifier.preparedWeights.count == count)
    }
  }

  @Test("what is fed gives its probabilities")
  func recognizer() throws {
    let network = TinyNetwork()
    let classifier = try network.classifier()
    let pixels = Tensor([2, 3, 3], (0..<18).map { Float($0 * 14) })
    let found = try classifier.recognizer().probabilities(of: pixels)
    let expected = TinyNetwork.softmax(network.logits(pixels))
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    let scored = try classifier.scorer(.probability, threads: 1).probabilities(of: pixels)
    #expect(zip(found, scored).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
