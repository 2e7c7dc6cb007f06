import Attribution
import Classification
import Foundation
import Models
import Tensors
import Testing

/// The built-in networks for tables and texts, against references in double precision that
/// `Scripts/goldens-tables-texts` has written.
@Suite("The small networks") struct SmallModelTests {
  private struct Table: Decodable {
    struct Attribution: Decodable {
      let score: [String: Double]
      let attribution: [Double]
      let norm: Double
    }
    struct Case: Decodable {
      let standardized: [Double]
      let logits: [Double]
      let target: Int
      /// By baseline, then by kind of score.
      let baselines: [String: [String: Attribution]]
    }
    let cases: [Case]
  }

  private struct Texts: Decodable {
    struct Case: Decodable {
      let ids: [Int]
      let logits: [Double]
    }
    let cases: [Case]
  }

  private struct Columns: Decodable {
    struct Input: Decodable {
      struct Column: Decodable {
        let mean: Double
        let std: Double
      }
      let columns: [Column]
    }
    let inputs: [Input]
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: path).standardizedFileURL
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }

  private func files(_ name: String) throws -> ModelFiles {
    try ModelStore(environment: [:]).locate(name)
  }

  @Test("Integrated Gradients of rows agree with those in double precision")
  func iris() throws {
    let golden = try Self.read(Table.self, "Goldens/table-iris.json")
    let columns = try Self.read(Columns.self, "../../Models/iris/iris.json").inputs[0].columns
    let classifier = try Classifier(files("iris"))
    #expect(classifier.labels.count == 3 && classifier.labels[0].label == "setosa")
    let shape = classifier.input.shape
    let baselines = [
      "zero": columns.map { -$0.mean / $0.std }, "mean": columns.map { _ in 0 },
      "row:1": golden.cases[0].standardized,
    ]
    for kind in [ScoreKind.probability, .logit] {
      let scorer = try classifier.scorer(kind, threads: 1)
      let method = IntegratedGradients(rule: .gaussLegendre, steps: 64)
      for row in golden.cases {
        let input = Tensor(shape, row.standardized.map { Float($0) })
        for (name, baseline) in baselines {
          let map = try method.attribute(
            scorer.function(of: classifier.labels[row.target]), input: input,
            baselines: [Tensor(shape, baseline.map { Float($0) })])
          let known = try #require(row.baselines[name]?[kind.rawValue])
          let difference = zip(map.attributions.values, known.attribution).reduce(0) {
            $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
          }.squareRoot()
          // Three layers in single precision, and inputs that are rounded to it.
          #expect(difference <= 1e-5 * max(known.norm, 0.1), "\(name), \(kind): \(difference)")
          #expect(abs(map.scoreAtInput - (known.score["input"] ?? .nan)) < 1e-5)
        }
      }
    }
  }

  @Test("Logits of texts agree with those in double precision")
  func mood() throws {
    let golden = try Self.read(Texts.self, "Goldens/text-mood.json")
    for text in golden.cases {
      let ids = Tensor([1, text.ids.count], text.ids.map { Float($0) })
      let network = try RawNetwork(
        files("mood"),
        inputs: [
          ("input_ids", NumPyArray(ids, type: .int64)),
          ("attention_mask", NumPyArray(Tensor(ids.shape, repeating: 1), type: .int64)),
        ])
      let logits = try network.outputs()[0].values.tensor.values
      #expect(zip(logits, text.logits).allSatisfy { abs(Double($0) - $1) < 1e-4 })
    }
  }
}
