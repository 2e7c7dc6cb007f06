import Classification
import Foundation
import Models
import TestSupport
import Testing

@Suite("Whose names classes have") struct NameTests {
  private func network(
    _ columns: Int = 3, metadata: [String: String] = [:]
  ) -> ColumnNetwork {
    ColumnNetwork(outputs: [.init(columns: columns, end: "Softmax")], metadata: metadata)
  }

  private func names(_ classifier: Classifier) -> [String] {
    (0..<classifier.labels.count).map { classifier.labels[$0].label }
  }

  @Test(
    "notes in the file are read as programs write them",
    arguments: [
      ("names", "{0: 'it\\'s', 1: \"b\", 2: 'c, d'}", ["it's", "b", "c, d"]),
      ("names", "{2: 'c', 0: 'a', 1: 'b'}", ["a", "b", "c"]),
      ("names", "['a', 'b', 'c']", ["a", "b", "c"]),
      ("labels", #"["a", "b", "c"]"#, ["a", "b", "c"]),
      ("classes", #"{"0": "a", "1": "b", "2": "c"}"#, ["a", "b", "c"]),
      ("class_names", "a, b, c", ["a", "b", "c"]),
      ("names", "{0: 'a', 2: 'c'}", ["class 0", "class 1", "class 2"]),
      ("names", "{0: 'a", ["class 0", "class 1", "class 2"]),
      ("other", "a, b, c", ["class 0", "class 1", "class 2"]),
    ])
  func metadata(_ key: String, _ text: String, _ expected: [String]) throws {
    #expect(names(try network(metadata: [key: text]).classifier()) == expected)
  }

  @Test("a list that does not fit is a warning, and the next one counts")
  func mismatch() throws {
    let classifier = try network(metadata: ["names": "['a', 'b', 'c']"]).classifier(
      files: ["net.json": #"{"labels": "l.txt"}"#, "l.txt": "one\ntwo"])
    #expect(names(classifier) == ["a", "b", "c"])
    #expect(
      classifier.warnings.contains { $0.contains("2 class names") && $0.contains("--labels") })
    let unnamed = try network(metadata: ["names": "['a']"]).classifier()
    #expect(unnamed.labels[0].label == "class 0")
  }

  @Test("a shorter list counts if the manifest says how many classes there are")
  func nameless() throws {
    let files = ["net.json": #"{"labels": {"file": "l.txt", "classes": 3}}"#]
    let classifier = try network().classifier(files: files.merging(["l.txt": "one\ntwo"]) { $1 })
    #expect(names(classifier) == ["one", "two", "class 2"])
    #expect(!classifier.warnings.contains { $0.contains("class names") })
    let other = try network(4).classifier(files: files.merging(["l.txt": "one\ntwo"]) { $1 })
    #expect(names(other).first == "class 0")
    #expect(other.warnings.contains { $0.contains("2 class names") })
  }

  @Test("Hugging Face's id2label counts, beside the file and above a folder onnx")
  func huggingFace() throws {
    let config = ["config.json": #"{"id2label": {"0": "x", "1": "y", "2": "z"}}"#]
    let noted = network(metadata: ["names": "['a', 'b', 'c']"])
    #expect(names(try noted.classifier(files: config)) == ["x", "y", "z"])
    #expect(names(try noted.classifier(files: config, at: "onnx/model.onnx")) == ["x", "y", "z"])
    #expect(names(try noted.classifier(files: config, at: "other/net.onnx")) == ["a", "b", "c"])
  }

  @Test(
    "a file of labels is lines or JSON",
    arguments: [
      ("l.txt", "a\nb\n"), ("l.json", #"["a", "b"]"#), ("l.json", #"{"1": "b", "0": "a"}"#),
      ("l.json", #"{"a": 0, "b": 1}"#), ("l.json", #"{"id2label": {"0": "a", "1": "b"}, "k": 3}"#),
      ("l.json", #"{"0": ["n00000001", "a"], "1": ["n00000002", "b"]}"#),
      ("l.txt", "n00000001 a\nn00000002 b"),
    ])
  func files(_ name: String, _ text: String) throws {
    let folder = try TemporaryFolder()
    let found = try LabelFile.read(try folder.write(name, text))
    #expect(found.names == ["a", "b"])
    #expect(found.identifiers == (text.contains("n00000001") ? ["n00000001", "n00000002"] : nil))
  }

  @Test(
    "JSON that holds no names is refused", arguments: ["{", "3", #"{"0": "a", "2": "b"}"#, "[1]"])
  func noNames(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("l.json", text)
    let error = #expect(throws: ModelsError.self) { try LabelFile.read(path) }
    #expect(error?.kind == .badData)
  }

  @Test("a synset is a name of its class")
  func synset() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("l.txt", "n01440764 tench\nn02087046 toy terrier\nn00000003 c")
    var options = Classifier.Options()
    options.labels = try LabelFile.read(path)
    let labels = try network().classifier(options: options).labels
    for text in ["n02087046", "N02087046", "toy terrier"] {
      #expect(try labels.resolve(Target(text), probabilities: [])[0].index == 1)
    }
  }
}
