import ArgumentParser
import Explaining
import Foundation
import Models
import Rendering

/// `igtool methods`: what `--method` may be.
struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the methods of explain, what they cost on a network, and whether they add up.",
    discussion: """
      Costs are evaluations of the network for one target, by the defaults of each method; an \
      evaluation with its gradient takes two to three times as long as one without. Attributions \
      that add up to the change of the score are checked: explain tells by how much they miss it.

      igtool methods
      igtool methods --model shapes
      igtool methods --model path/to/net.onnx --json
      """)

  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup var log: LogOptions

  @Flag(help: "Write one JSON object to standard output.")
  var json = false

  /// A method as `--json` tells it.
  private struct Row: Encodable {
    let name: String
    let summary: String
    let paper: String
    /// Evaluations, where the method is defined for what the network reads.
    let evaluations: Int?
    /// Whether that is the most that it takes.
    let isLimit: Bool?
    let promisesSum: Bool

    private enum CodingKeys: String, CodingKey {
      case name, summary, paper, evaluations
      case isLimit = "at_most"
      case promisesSum = "promises_sum"
    }

    init(_ entry: MethodEntry, cost: EvaluationCost?) {
      (name, summary, paper) = (entry.name, entry.summary, entry.paper)
      (evaluations, isLimit) = (cost?.count, cost?.isLimit)
      promisesSum = entry.promisesSum
    }

    /// The cost in words.
    var cost: String {
      guard let evaluations else { return "–" }
      return (isLimit == true ? "≤ " : "") + String(evaluations)
    }
  }

  private struct Answer: Encodable {
    let model: String
    let methods: [Row]
  }

  func run() throws {
    let network = try self.network.load(try self.network.request(meaning), isQuiet: true)
    let rows = try MethodTable.entries.map {
      Row($0, cost: try $0.standardCost(for: network.reader))
    }
    if json {
      return try Console.output(JSONText.line(Answer(model: network.name, methods: rows)))
    }
    let names = rows.map(\.name.count).max() ?? 0
    try Console.output(
      "\("method".filled(to: names))  evaluations  adds up  on \(Console.printable(network.name)), by defaults"
    )
    for row in rows {
      let sum = (row.promisesSum ? "yes" : "no").filled(to: 7)
      try Console.output(
        "\(row.name.filled(to: names))  \(row.cost.padded(to: 11))  \(sum)  \(row.summary)")
    }
  }
}
