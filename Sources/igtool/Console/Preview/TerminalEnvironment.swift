import Foundation

/// What environment variables say about the terminal.
package struct TerminalEnvironment: Sendable {
  private let variables: [String: String]

  /// Reads variables, those of this process by default.
  package init(_ variables: [String: String] = ProcessInfo.processInfo.environment) {
    self.variables = variables
  }

  private subscript(_ name: String) -> String { variables[name] ?? "" }

  /// Whether the terminal must not be asked anything: it would answer nothing, or print the question.
  package var isMute: Bool {
    isWithoutControl || self["TERM"] == "linux" || self["TERM_PROGRAM"] == "Apple_Terminal"
  }

  /// Whether there are to be no control sequences.
  package var isPlain: Bool { isWithoutControl || !self["NO_COLOR"].isEmpty }

  /// Whether colours of 24 bits are promised.
  package var hasTrueColor: Bool {
    if ["truecolor", "24bit"].contains(self["COLORTERM"]) { return true }
    let term = self["TERM"]
    if term.contains("256color") { return false }
    let known = ["kitty", "ghostty", "foot", "alacritty", "wezterm", "contour", "direct"]
    return known.contains(where: term.contains)
  }

  /// Whether the terminal says that it is iTerm2 or another one that draws its inline images. Inside
  /// tmux or screen it does not get them.
  package var isITerm: Bool {
    let term = self["TERM"]
    let isMultiplexed =
      !self["TMUX"].isEmpty || term.hasPrefix("screen") || term.hasPrefix("tmux")
    return !isMultiplexed
      && (["iTerm.app", "WezTerm"].contains(self["TERM_PROGRAM"])
        || self["LC_TERMINAL"] == "iTerm2")
  }

  /// Whether the terminal says that it is kitty, or ghostty, which draws the same pictures.
  package var isKitty: Bool { ["xterm-kitty", "xterm-ghostty"].contains(self["TERM"]) }

  /// Whether the terminal is another machine's.
  package var isRemote: Bool { !self["SSH_CONNECTION"].isEmpty || !self["SSH_TTY"].isEmpty }

  private var isWithoutControl: Bool {
    let term = self["TERM"]
    return ["", "dumb", "vt52", "vt100", "vt102", "vt220"].contains(term)
  }
}
