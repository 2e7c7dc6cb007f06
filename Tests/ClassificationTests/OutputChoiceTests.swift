import Classification
import Testing

@Suite("Which output is explained") struct OutputChoiceTests {
  private typealias Output = ColumnNetwork.Output

  private func chosen(_ outputs: [Output], _ name: String? = nil) throws -> Classifier {
    var options = Classifier.Options()
    options.output = name
    return try ColumnNetwork(outputs: outputs).classifier(options: options)
  }

  private func failure(_ outputs: [Output], _ name: String? = nil) -> String {
    var options = Classifier.Options()
    options.output = name
    return ColumnNetwork(outputs: outputs).failure(options: options)
  }

  @Test("of several rows the first is taken, and it is said")
  func first() throws {
    let outputs = [Output(name: "a", columns: 5), Output(name: "b", columns: 3)]
    let classifier = try chosen(outputs)
    #expect(classifier.outputName == "a" && classifier.labels.count == 5)
    #expect(
      classifier.assumed.contains(
        "of several outputs \"a\" is explained; say --output NAME for \"b\""))
    let other = try chosen(outputs, "b")
    #expect(other.outputName == "b" && other.labels.count == 3)
    #expect(!other.assumed.contains { $0.contains("several outputs") })
  }

  @Test("the only row that ends in probabilities goes before the first")
  func ended() throws {
    for end in ["Softmax", "Sigmoid"] {
      let outputs = [Output(name: "a", columns: 5), Output(name: "b", columns: 3, end: end)]
      #expect(try chosen(outputs).outputName == "b")
    }
  }

  @Test("labels and feature maps are no scores")
  func others() throws {
    let label = Output(name: "label", columns: 4, end: "ArgMax")
    let map = Output(name: "map", isPicture: true)
    let row = Output(name: "row", columns: 4)
    for outputs in [[label, row], [map, row], [row, map], [label, map, row]] {
      let classifier = try chosen(outputs)
      #expect(classifier.outputName == "row")
      #expect(!classifier.assumed.contains { $0.contains("several outputs") })
    }
    let second = Output(name: "second", columns: 2)
    #expect(failure([map, row, second]).contains("\"map\", \"row\", \"second\""))
    #expect(failure([map]).contains("not a classifier"))
    #expect(failure([label, map]).contains("output \"label\""))
    #expect(failure([map, row], "map").contains("not a classifier"))
    #expect(failure([row, second], "third").contains("third"))
  }
}
