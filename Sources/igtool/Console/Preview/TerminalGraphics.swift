import ArgumentParser

/// How pictures are drawn in a terminal.
package enum TerminalGraphics: Hashable, Sendable {
  /// The kitty graphics protocol.
  case kitty
  /// Inline images of iTerm2.
  case iterm
  /// Sixels with at most so many colours.
  case sixel(colors: Int)
  /// Half blocks in colours of 24 bits.
  case blocks24
  /// Half blocks in 240 colours.
  case blocks256
  /// Shades of the text's colour, without any control sequence.
  case shades

  /// What can be asked for.
  package enum Choice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case auto, kitty, iterm, sixel, blocks
  }

  /// Decides from what was asked for, from the environment, and, for `auto`, from what the terminal
  /// has answered.
  package init(
    _ choice: Choice, environment: TerminalEnvironment, answer: TerminalAnswer = TerminalAnswer()
  ) {
    switch choice {
    case .auto: self = Self.best(environment, answer)
    case .kitty: self = .kitty
    case .iterm: self = .iterm
    case .sixel: self = Self.sixel(answer)
    case .blocks: self = Self.blocks(environment, answer)
    }
  }

  private static func best(
    _ environment: TerminalEnvironment, _ answer: TerminalAnswer
  ) -> TerminalGraphics {
    if environment.isPlain { return .shades }
    if answer.isITerm { return .iterm }
    if answer.hasKittyGraphics { return .kitty }
    if answer.hasSixels { return sixel(answer) }
    // The environment may be that of a terminal further out: what answers is believed first.
    if answer.name == nil && environment.isITerm { return .iterm }
    if !answer.isComplete && environment.isKitty { return .kitty }
    return blocks(environment, answer)
  }

  private static func blocks(
    _ environment: TerminalEnvironment, _ answer: TerminalAnswer
  ) -> TerminalGraphics {
    if environment.isPlain { return .shades }
    return environment.hasTrueColor || answer.hasTrueColor ? .blocks24 : .blocks256
  }

  private static func sixel(_ answer: TerminalAnswer) -> TerminalGraphics {
    .sixel(colors: min(max(answer.sixelColors ?? 256, 2), 256))
  }
}

extension TerminalAnswer {
  /// Whether the terminal is one that draws iTerm2's inline images, and these best.
  fileprivate var isITerm: Bool {
    name.map { $0.hasPrefix("iTerm2") || $0.hasPrefix("WezTerm") } ?? false
  }

  /// Whether the terminal is known to have 24-bit colours, whatever `TERM` says.
  fileprivate var hasTrueColor: Bool {
    let known = ["iTerm2", "WezTerm", "kitty", "ghostty", "foot", "contour", "Konsole"]
    return hasKittyGraphics || known.contains { name?.hasPrefix($0) ?? false }
  }
}
