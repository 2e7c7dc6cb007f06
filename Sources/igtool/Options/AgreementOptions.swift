import ArgumentParser
import Explaining

/// How far an explanation may be from the one that was written down.
struct AgreementOptions: ParsableArguments {
  @Option(
    name: .customLong("score"),
    help: ArgumentHelp(
      "Largest change of the score, as a share of its rise from the baseline.",
      valueName: "share"))
  var score = 0.05

  @Option(help: ArgumentHelp("Smallest cosine between the maps.", valueName: "cosine"))
  var cosine = 0.9

  @Option(
    help: ArgumentHelp(
      "Smallest share of the most important features that still are the most important.",
      valueName: "share"))
  var overlap = 0.7

  @Option(
    help: ArgumentHelp(
      "Which share of the features counts as the most important, at least one.",
      valueName: "share"))
  var top = 0.1

  @Option(
    help: ArgumentHelp(
      "Smallest structural similarity (SSIM) of pictures' masks.", valueName: "ssim"))
  var ssim = 0.7

  @Option(help: ArgumentHelp("Largest completeness gap, as a share.", valueName: "share"))
  var gap = 0.05

  /// All limits.
  var limits: CheckLimits {
    CheckLimits(
      score: score, cosine: cosine, overlap: overlap, top: top, structural: ssim, gap: gap)
  }

  /// Refuses limits that make no sense.
  func validate() throws {
    let shares = [("--overlap", overlap), ("--top", top)]
    if let (name, value) = shares.first(where: { !(0...1).contains($0.1) }) {
      throw ValidationError("\(name) \(value): expected a share from 0 to 1")
    }
    if top == 0 { throw ValidationError("--top 0: expected a share above 0") }
    if let (name, value) = [("--score", score), ("--gap", gap)].first(where: { !($0.1 >= 0) }) {
      throw ValidationError("\(name) \(value): expected a share from 0")
    }
    if let (name, value) = [("--cosine", cosine), ("--ssim", ssim)].first(where: {
      !(-1...1).contains($0.1)
    }) {
      throw ValidationError("\(name) \(value): expected a number from -1 to 1")
    }
  }
}
