import Attribution
import Classification
import Explaining
import Foundation
import Inputs
import Tensors
import Testing

@Suite("Why a network does not say the true class") struct ErrorTests {
  private static let star = "\(ExplainedSamples.models)/shapes/samples/star.png"

  /// The three explanations of an error, the last with what was found.
  private func study(
    _ model: String, _ samples: SampleRequest, truth: String,
    _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws -> (explanations: [Explanation], sample: Sample, explained: ExplainedSamples) {
    let explained = try ExplainedSamples(model) {
      $0.targets = [try Target("error:\(truth)")]
      try change(&$0)
    }
    let queue = try explained.network.reader.queue(samples, ReadingRequest())
    let sample = try queue.read(queue.sources[0])
    let ranking = try explained.explainer.classify(sample)
    let explainer = explained.explainer
    let found = try explainer.explain(
      sample, try explainer.quantities(ranking), ranking: ranking
    ) { _, _ in }
    let studied = try explainer.studyingErrors(found, of: sample, ranking: ranking) { _, _ in }
    return (studied, sample, explained)
  }

  private func photo(_ path: String) -> SampleRequest {
    SampleRequest(sources: [InputSource(path: path)])
  }

  /// The sample with features in black, the network's zero.
  private func blackened(
    _ features: some Sequence<Int>, of sample: Sample, _ explained: ExplainedSamples
  ) throws -> Sample {
    let start = try explained.network.reader.starts(
      at: try Baseline("black"), for: sample, seed: 0, ReadingRequest())[0]
    var point = sample.point
    let ranges = sample.features.ranges
    for feature in features {
      point.values.replaceSubrange(ranges[feature], with: start.point.values[ranges[feature]])
    }
    return Sample(
      source: sample.source, point: point, held: sample.held, features: sample.features,
      subject: sample.subject)
  }

  @Test("The three numbers are the class that is said, the true one, and their difference")
  func quantities() throws {
    let (found, _, explained) = try study("shapes", photo(Self.star), truth: "ring") {
      $0.integrateExactly()
    }
    #expect(found.map(\.quantity.label) == ["star", "ring", "star minus ring"])
    #expect(found[0].error == nil && found[1].error == nil)
    // Attributions are linear in what is explained; by 64 points of Gauss's rule in single precision.
    let difference = zip(found[0].attributions.values, found[1].attributions.values)
      .map { Double($0 - $1) }
    let norm = difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(distance(found[2].attributions.values.map(Double.init), difference) < 1e-4 * norm)
    let answer = try #require(found[2].error?.answer)
    #expect(answer.isError && answer.wrong.rank == 1)
    let ranking = try #require(found.first?.ranking)
    #expect(answer.truth.probability == ranking.probabilities[answer.truth.index])
    #expect(
      answer.truth.rank == 1 + ranking.probabilities.count { $0 > answer.truth.probability })
    // The cells' shares add up to the map.
    #expect(answer.parts.count == 196 && answer.unit == "cells")
    let sum = answer.parts.reduce(0) { $0 + $1.attribution }
    #expect(abs(sum - found[2].map.sum) < 1e-4 * max(1, abs(sum)))
    #expect(
      zip(answer.parts, answer.parts.dropFirst()).allSatisfy { $0.attribution >= $1.attribution })
    #expect(try explained.report(found[2])["error"] != nil)
    #expect(try explained.report(found[0])["error"] == nil)
  }

  @Test("What is removed is the first that makes the network say the true class")
  func removal() throws {
    var sufficed = 0
    for truth in ["ring", "cross", "heart"] {
      let (found, sample, explained) = try study("shapes", photo(Self.star), truth: truth)
      let error = try #require(found[2].error)
      let removal = try #require(error.answer.removal)
      let explainer = explained.explainer
      let after = try explainer.classify(
        try blackened(error.removedFeatures, of: sample, explained))
      #expect(after.top[0].label.label == removal.top.label)
      #expect(abs(after.probabilities[removal.truth.index] - removal.truth.probability) < 1e-6)
      #expect(removal.suffices == (after.top[0].label.label == truth))
      #expect(removal.removed == answerOrder(error.answer, count: removal.removed.count))
      let size = error.removedFeatures.count / max(1, removal.removed.count)
      #expect(abs(removal.share - Double(error.removedFeatures.count) / Double(96 * 96)) < 1e-9)
      if removal.suffices {
        sufficed += 1
        let before = try explainer.classify(
          try blackened(error.removedFeatures.dropLast(size), of: sample, explained))
        #expect(before.top[0].label.label != truth, "one cell less must not suffice")
      } else {
        #expect(removal.removed.count == error.answer.parts.count { $0.attribution > 0 })
      }
    }
    #expect((1...2).contains(sufficed), "both ends of the search are tested")
  }

  private func answerOrder(_ answer: ErrorAnswer, count: Int) -> [String] {
    answer.parts.prefix(count).map(\.name)
  }

  @Test("Where the network is right nothing is removed, and the next class is explained")
  func right() throws {
    let (found, _, _) = try study("shapes", photo(Self.star), truth: "star")
    let answer = try #require(found[2].error?.answer)
    let next = found[0].ranking.top[1].label
    #expect(!answer.isError && answer.removal == nil)
    #expect(answer.wrong.label == next.label && answer.wrong.rank == 2)
    #expect(found[2].quantity == .difference(next, minus: found[0].ranking.top[0].label))
    #expect(answer.lines[0].hasSuffix("which is right"))
  }

  @Test("Columns of rows and words of texts are what is removed there; layers have cells, too")
  func otherKinds() throws {
    let rows = photo("\(ExplainedSamples.models)/iris/samples.csv")
    let labels = try ExplainedSamples("iris").network.classifier.labels
    let (row, _, _) = try study("iris", rows, truth: "0")
    let wrong = row[0].ranking.top[0].label == labels[0] ? "1" : "0"
    let (table, _, _) = try study("iris", rows, truth: wrong)
    let columns = try #require(table[2].error?.answer)
    #expect(columns.unit == "columns" && columns.parts.count == 4 && columns.isError)
    #expect(columns.removal != nil)
    let text = try study("mood", SampleRequest(text: "It was a great, great film."), truth: "0")
    let other = try study("mood", SampleRequest(text: "It was a great, great film."), truth: "1")
    let answers = [text, other].compactMap { $0.explanations[2].error?.answer }
    #expect(answers.map(\.isError).sorted { !$0 && $1 } == [false, true])
    #expect(answers.allSatisfy { $0.unit == "words" && $0.parts.contains { $0.name == "great" } })
    let (layer, _, _) = try study("shapes", photo(Self.star), truth: "ring") {
      try $0.change(method: "grad-cam")
    }
    #expect(layer[2].error?.answer.parts.count == 196)
  }

  @Test("An error is explained alone, of classes, and a report tells how")
  func request() throws {
    var draft = RequestDraft(network: NetworkRequest(model: "shapes"))
    draft.targets = [try Target("error:ring"), try Target("top")]
    #expect(throws: RequestError.errorBesideOthers) { try Request(draft) }
    draft.targets = [try Target("error:ring")]
    draft.contrast = try Target("star")
    #expect(throws: RequestError.errorBesideOthers) { try Request(draft) }
    draft.contrast = nil
    let request = try Request(draft)
    #expect(request.asksForError && request.hasSeveralTargets)
    let read = try JSONDecoder().decode(Request.self, from: JSONEncoder().encode(request))
    #expect(read == request)
    #expect(throws: ClassificationError.self) { try Target("error:") }
    #expect(throws: ClassificationError.self) {
      try ExplainedSamples("shapes") { $0.targets = [try Target("error:no such class")] }
    }
  }

  @Test("Another target leaves out what says nothing to it")
  func change() throws {
    var draft = RequestDraft(network: NetworkRequest(model: "shapes"))
    (draft.score, draft.contrast) = (.logit, try Target("star"))
    var expression = draft
    expression.change(targets: [try Target("p[star] - p[ring]")])
    #expect(expression.score == nil && expression.contrast == nil)
    #expect(throws: Never.self) { try Request(expression) }
    var other = draft
    other.change(targets: [try Target("ring")])
    #expect(other.score == .logit && other.contrast != nil)
    var error = draft
    error.change(targets: [try Target("error:ring")])
    #expect(error.score == .logit && error.contrast == nil)
  }
}
