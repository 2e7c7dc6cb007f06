import Classification
import Foundation
import Models
import Tensors
import TestSupport
import Testing

@Suite("What the numbers of an output are") struct HeadTests {
  private let input = Tensor.random([2, 3, 3], seed: 7)
  private let tolerance = roundingTolerance(terms: 18)

  private func network(_ columns: Int, _ end: String? = nil) -> ColumnNetwork {
    ColumnNetwork(outputs: [.init(columns: columns, end: end)])
  }

  /// The columns before their end.
  private func logits(_ network: ColumnNetwork) -> [Double] {
    // The file has the channels first.
    let values = (0..<18).map { input.values[$0 % 6 * 3 + $0 / 6] }
    return network.logits(values)
  }

  private func options(_ head: Head? = nil, labels: ClassNames? = nil) -> Classifier.Options {
    var options = Classifier.Options()
    (options.head, options.labels) = (head, labels)
    return options
  }

  private func scores(_ classifier: Classifier, _ kind: ScoreKind) throws -> [Double] {
    let scorer = try classifier.scorer(kind, threads: 1)
    return try (0..<classifier.labels.count).map {
      try scorer.function(of: classifier.labels[$0]).values(at: PointBatch([input]))[0]
    }
  }

  private func sigmoid(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

  @Test("one column without an end is a number, never a probability of 1")
  func number() throws {
    let network = network(1)
    let classifier = try network.classifier()
    #expect(classifier.outputHead == .number && classifier.givesNumbers)
    #expect(try classifier.scoreKind(nil) == .number)
    #expect(try classifier.scoreKind(.logit) == .number)
    #expect(relativeDifference(try scores(classifier, .number), logits(network)) < tolerance)
    #expect(
      relativeDifference(try classifier.recognizer().probabilities(of: input), logits(network))
        < tolerance)
    #expect(classifier.labels[0].label == "number 0")
    #expect(classifier.assumed.contains { $0.contains("--head sigmoid") })
    for kind in [ScoreKind.probability, .logProbability] {
      let error = #expect(throws: ClassificationError.scoreOfNumber(kind)) {
        try classifier.scoreKind(kind)
      }
      #expect(error?.kind == .usage)
    }
  }

  @Test("one logit with a sigmoid, in the file or said, is the probability of one class")
  func oneProbability() throws {
    for (end, head) in [("Sigmoid", nil), (nil, Head.sigmoid)] {
      let network = network(1, end)
      let classifier = try network.classifier(options: options(head))
      let logit = logits(network)[0]
      #expect(classifier.outputHead == .sigmoid && classifier.labels.count == 1)
      #expect(
        relativeDifference(try scores(classifier, .probability), [sigmoid(logit)]) < tolerance)
      #expect(relativeDifference(try scores(classifier, .logit), [logit]) < tolerance)
    }
  }

  @Test("two names for one probability make a pair of classes")
  func pair() throws {
    let network = network(1, "Sigmoid")
    let classifier = try network.classifier(options: options(labels: ["benign", "malignant"]))
    let logit = logits(network)[0]
    let expected = [sigmoid(-logit), sigmoid(logit)]
    #expect(classifier.labels[1].label == "malignant")
    #expect(relativeDifference(try scores(classifier, .probability), expected) < tolerance)
    #expect(relativeDifference(try scores(classifier, .logit), [-logit, logit]) < tolerance)
    #expect(
      relativeDifference(try scores(classifier, .logProbability), expected.map { log($0) })
        < tolerance)
    #expect(
      relativeDifference(try classifier.recognizer().probabilities(of: input), expected)
        < tolerance)
    #expect(classifier.probabilitiesAddUp)
    let number = self.network(1).failure(options: options(labels: ["a", "b"]))
    #expect(number.contains("2 labels"))
  }

  @Test("labels with a sigmoid each have log-probabilities, and do not add up")
  func severalSigmoids() throws {
    let network = network(5)
    let classifier = try network.classifier(options: options(.sigmoid))
    let expected = logits(network).map { log(sigmoid($0)) }
    #expect(relativeDifference(try scores(classifier, .logProbability), expected) < tolerance)
    #expect(!classifier.probabilitiesAddUp)
  }

  @Test("several numbers stay numbers, whatever they end in")
  func numbers() throws {
    for end in ["Softmax", "Sigmoid", nil] {
      let classifier = try network(3, end).classifier(options: options(.number))
      let found = try classifier.recognizer().probabilities(of: input)
      let kept = try classifier.scorer(.number, threads: 1).probabilities(of: input)
      #expect(relativeDifference(found, kept) < tolerance)
      #expect(classifier.givesNumbers)
      #expect(classifier.warnings.contains { $0.contains("number head") } == (end != nil))
    }
  }

  @Test("there is no softmax over one column")
  func oneColumn() throws {
    #expect(network(1).failure(options: options(.softmax)).contains("always 1"))
    let network = network(1, "Softmax")
    let classifier = try network.classifier()
    #expect(relativeDifference(try scores(classifier, .number), logits(network)) < tolerance)
    #expect(classifier.warnings.contains { $0.contains("always 1") })
  }

  @Test("a manifest names output, head and labels; options go over it")
  func manifest() throws {
    let network = ColumnNetwork(outputs: [
      .init(name: "a", columns: 2), .init(name: "b", columns: 3),
    ])
    let files = [
      "net.json": #"{"output": {"name": "b", "head": "sigmoid", "labels": ["x", "y", "z"]}}"#
    ]
    let classifier = try network.classifier(files: files)
    #expect(classifier.outputName == "b" && classifier.outputHead == .sigmoid)
    #expect(classifier.labels[2].label == "z")
    var options = Classifier.Options()
    (options.output, options.head, options.labels) = ("a", .number, ["v", "w"])
    let other = try network.classifier(files: files, options: options)
    #expect(other.outputName == "a" && other.outputHead == .number && other.labels[1].label == "w")
    let broken = network.failure(files: ["net.json": #"{"output": {"head": "tanh"}}"#])
    #expect(broken.contains(#""output.head" must be "softmax", "sigmoid" or "number""#))
  }
}
