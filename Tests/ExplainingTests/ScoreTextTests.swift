import Attribution
import Explaining
import Foundation
import Tensors
import Testing

@Suite("What is said of scores and gaps")
struct ScoreTextTests {
  private func text(
    _ kind: String, of subject: String = "kelpie", _ input: Double, _ baseline: Double?
  ) -> ScoreText {
    ScoreText(subject: subject, kind: kind, input: input, baseline: baseline)
  }

  @Test("A probability is a percentage, and another score says its kind")
  func kinds() {
    let contrast = text("probability", of: "kelpie − toy terrier", 0.8604, 0.001)
    #expect(contrast.summary == "kelpie − toy terrier 86.0 %")
    #expect(contrast.change == "0.1 → 86.0 %")
    #expect(text("probability", -0.0625, -0.0004).change == "0.0 → -6.2 %")
    let logit = text("logit", 15.3512, -0.3125)
    #expect(logit.summary == "kelpie, logit 15.35")
    #expect(logit.change == "logit -0.3125 → 15.35")
    #expect(text("logit", 15.3512, nil).change == "logit 15.35")
    #expect(text("log-probability", -0.04, -6).change == "log-probability -6 → -0.04")
    #expect(text("number", of: "price", 12.5, 3).summary == "price 12.5")
    #expect(text("activation", of: "conv1:3", 0.5, nil).summary == "conv1:3, activation 0.5")
  }

  @Test("Shares beyond ten times the whole are told to be so, without their digits")
  func percent() {
    #expect(Report.percent(0.0512) == "5.1 %" && Report.percent(10) == "1000.0 %")
    #expect(Report.percent(1.2e24) == "over 1000 %")
  }

  private func completeness(
    _ attributions: [Float], from baseline: Double, to input: Double, _ kind: String
  ) -> Completeness {
    Completeness(
      AttributionMap(
        attributions: Tensor([attributions.count], attributions), scoreAtInput: input,
        scoreAtBaseline: baseline, expectedSum: input - baseline, evaluations: 1), kind: kind)
  }

  @Test("A gap is a share of the change of the score, and nothing where that is rounding")
  func gaps() {
    let usual = completeness([0.5, 0.25], from: 0, to: 0.8, "probability")
    #expect(usual.scoreChanges == true)
    #expect(abs((usual.relativeGap ?? 0) - 0.0625) < 1e-7)
    #expect(usual.isReached(within: 0.07) == true && usual.isReached(within: 0.05) == false)

    // A probability of 10⁻²⁶ is none, whatever its relative change.
    let none = completeness([0.001], from: 3e-26, to: 1e-26, "probability")
    #expect(none.scoreChanges == false && none.relativeGap == nil)
    #expect(none.isReached(within: 0.5) == false)
    #expect(completeness([0], from: 0.5, to: 0.5, "probability").isReached(within: 0) == true)

    // Numbers have the size that they have.
    let small = completeness([1e-9], from: 0, to: 2e-9, "number")
    #expect(small.scoreChanges == true && abs((small.relativeGap ?? 0) - 0.5) < 1e-6)
    let large = completeness([1], from: 1e7, to: 1e7 + 1, "logit")
    #expect(large.scoreChanges == false)
    let logarithm = completeness([1e-8], from: -3e-8, to: -1e-8, "log-probability")
    #expect(logarithm.scoreChanges == false)
  }

  @Test("A method that promises no sum has no gap")
  func noSum() {
    let map = AttributionMap(
      attributions: Tensor([1], [1]), scoreAtInput: 1, scoreAtBaseline: nil, evaluations: 1)
    let found = Completeness(map, kind: "logit")
    #expect(found.scoreChanges == nil && found.relativeGap == nil)
    #expect(found.isReached(within: 1) == nil)
  }
}
