import Attribution
import Inputs
import Tensors

extension Explanation {
  /// The explanation of each of several inputs; none where there is one, or where attributions are
  /// those of a layer. Sums and gaps are those of all inputs together, and not told of one.
  public var parts: [(name: String, explanation: Explanation)] { findings.parts }
}

extension Findings {
  /// The same with the parts that fall to each of several inputs.
  func divided(among several: SeveralSamples, _ sample: Sample) -> Findings {
    var divided = self
    divided.parts = several.parts(of: map.attributions, sample).map { part, own, shown in
      let findings = self.part(own, shown: shown, kind: part.sample.kind)
      return (part.name, Explanation(sample: part.sample, findings: findings))
    }
    return divided
  }

  /// The same for one of several inputs.
  fileprivate func part(_ own: Tensor, shown: Tensor, kind: SampleKind) -> Findings {
    Findings(
      quantity: quantity, ranking: ranking,
      map: AttributionMap(
        attributions: own, scoreAtInput: map.scoreAtInput, scoreAtBaseline: map.scoreAtBaseline,
        evaluations: map.evaluations),
      attributions: shown, kind: kind, isOfInput: true, areGradients: areGradients,
      setting: setting, baselines: [],
      baselineAnswers: baselineAnswers, seconds: seconds)
  }
}
