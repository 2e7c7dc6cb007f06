import Classification
import Imaging
import Models
import Testing

@Suite("Classifiers") struct ClassifierTests {
  private static let labels = #"{"labels": "labels.txt", "input": {"preprocessing": "tf"}}"#

  @Test("what a network is fed comes from its manifest and its own input")
  func manifest() throws {
    let classifier = try TinyNetwork().classifier(
      manifest: """
        {"input": {"preprocessing": "caffe", "fit": "crop", "cropRatio": 0.5}, \
        "labels": "labels.txt"}
        """, labels: ["a", "b", "c", "d"])
    #expect(
      classifier.input
        == NetworkInput(
          size: Size(width: 3, height: 2), preprocessing: Preprocessing(.caffe), fit: .crop,
          cropRatio: 0.5))
    #expect(classifier.labels.count == 4)
    #expect(classifier.labels[2].label == "c")
    #expect(classifier.name == "tiny")
    #expect(classifier.warnings.isEmpty)
  }

  @Test("what a user says goes over what the manifest says")
  func options() throws {
    var options = Classifier.Options()
    options.mean = [1, 2, 3]
    options.channelOrder = .rgb
    options.fit = .stretch
    options.labels = ["w", "x", "y", "z"]
    let classifier = try TinyNetwork().classifier(
      manifest: #"{"input": {"preprocessing": "caffe"}, "labels": "labels.txt"}"#,
      labels: ["a", "b", "c", "d"], options: options)
    #expect(
      classifier.input.preprocessing
        == Preprocessing(mean: [1, 2, 3], std: [1, 1, 1], channelOrder: .rgb))
    #expect(classifier.input.fit == .stretch)
    #expect(classifier.labels[0].label == "w")

    options.preprocessing = Preprocessing(.torch)
    options.mean = nil
    #expect(try TinyNetwork().classifier(options: options).input.preprocessing.std[0] == 58.395)
  }

  @Test("a network that nothing is known of is fed pixels as they are, with a warning")
  func unknown() throws {
    for manifest in [nil, #"{"title": "Tiny"}"#] {
      let classifier = try TinyNetwork().classifier(manifest: manifest)
      #expect(classifier.input.preprocessing == Preprocessing(.none))
      #expect(classifier.input.fit == .pad)
      #expect(classifier.labels[3].label == "class 3")
      #expect(classifier.warnings.count == 1)
      #expect(classifier.warnings.first?.hasPrefix("nothing says what ") == true)
      #expect(classifier.warnings.first?.contains("--preprocess") == true)
    }
    var options = Classifier.Options()
    options.preprocessing = Preprocessing(.none)
    #expect(try TinyNetwork().classifier(manifest: nil, options: options).warnings.isEmpty)
  }

  @Test(
    "a network that is no classifier of pictures is refused",
    arguments: [
      ([1, 18], TinyNetwork.Ending.softmax, "found input \"x\" of shape 1×18"),
      ([1, 2, 3, 3], .softmax, "found input \"x\" of shape 1×2×3×3"),
      ([1, 3, 6], .softmax, "found input \"x\" of shape 1×3×6"),
      ([1, 3, 2, 3], .picture, "found an output of shape 2×2 per picture"),
      ([1, 3, 2, 3], .twoSoftmaxes, "found several softmaxes side by side"),
    ])
  func refused(_ input: [Int], _ ending: TinyNetwork.Ending, _ end: String) {
    let error = TinyNetwork(input: input, ending: ending).failure()
    #expect(error.hasSuffix(end), "\(error)")
    #expect(error.contains("expected one"))
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
    try withExtendedLifetime(try classifier.scorer(.logit, threads: 1)) {
      let count = classifier.preparedWeights.count
      #expect(count > 0)
      try withExtendedLifetime(try classifier.recognizer()) {
        #expect(classifier.preparedWeights.count == count)
      }
    }
  }

  @Test("a photo of the network's size gives the probabilities of its pixels")
  func recognizer() throws {
    let network = TinyNetwork()
    let classifier = try network.classifier()
    let photo = Image(width: 3, height: 2, samples: (0..<18).map { UInt8($0 * 14) })
    let prepared = classifier.input.prepare(photo)
    #expect(prepared.picture == photo)
    let found = try classifier.recognizer().probabilities(of: prepared)
    let expected = TinyNetwork.softmax(network.logits(prepared.tensor))
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    let scored = try classifier.scorer(.probability, threads: 1).probabilities(of: prepared.tensor)
    #expect(zip(found, scored).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
