import Testing
import igtool

/// What is read from a terminal's answers and from the environment.
struct TerminalAnswerTests {
  private func answer(_ text: String) -> TerminalAnswer { TerminalAnswer(Array(text.utf8)) }

  private func graphics(
    _ environment: [String: String], _ text: String = "",
    _ choice: TerminalGraphics.Choice = .auto
  ) -> TerminalGraphics {
    TerminalGraphics(choice, environment: TerminalEnvironment(environment), answer: answer(text))
  }

  private let kitty = "\u{1b}_Gi=31;OK\u{1b}\\"
  private let xterm = ["TERM": "xterm-256color"]

  @Test("every answer is found, in any order and among keys that were typed")
  func everything() {
    let found = answer(
      "ls\u{1b}[A\(kitty)\u{1b}P>|foot(1.16)\u{1b}\\x\u{1b}[?1;0;256S\u{1b}[?62;4;22c\u{1b}[B")
    #expect(found.hasKittyGraphics && found.hasSixels && found.isComplete)
    #expect(found.name == "foot(1.16)")
    #expect(found.sixelColors == 256)
    #expect(found.attributes == [4, 22])
  }

  @Test(
    "answers that are no, are not finished, or are none, promise nothing",
    arguments: [
      "", "\u{1b}", "\u{1b}[", "\u{1b}[?", "\u{1b}[?62;4", "\u{1b}_G", "\u{1b}_Gi=31;OK",
      "\u{1b}_Gi=31;ENOTSUPPORTED:no\u{1b}\\", "\u{1b}_Gi=3;OK\u{1b}\\", "\u{1b}P>|kitty",
      "\u{1b}[?1;3;0S", "\u{1b}[62;4c", "\u{1b}[>1;4c", "?62;4c", "\u{1b}[?62;\u{e4}4",
    ])
  func nothing(text: String) {
    #expect(answer(text) == TerminalAnswer())
  }

  @Test("the class of a terminal is not one of its abilities")
  func terminalClass() {
    #expect(answer("\u{1b}[?4c").attributes == [])
    #expect(!answer("\u{1b}[?4;6c").hasSixels)
    #expect(answer("\u{1b}[?6;4c").hasSixels)
  }

  @Test("a byte at a time gives the same in the end, and never more before")
  func prefixes() {
    let bytes = Array("\(kitty)\u{1b}P>|WezTerm 2024\u{1b}\\\u{1b}[?65;4;6c".utf8)
    for count in 0..<bytes.count {
      #expect(!TerminalAnswer(Array(bytes.prefix(count))).isComplete)
    }
    #expect(TerminalAnswer(bytes).isComplete)
  }

  @Test("what a terminal says decides, the best first")
  func best() {
    #expect(graphics(xterm, kitty + "\u{1b}[?62;4c") == .kitty)
    #expect(graphics(xterm, "\u{1b}[?62;4c") == .sixel(colors: 256))
    #expect(graphics(xterm, "\u{1b}[?1;0;16S\u{1b}[?62;4c") == .sixel(colors: 16))
    #expect(graphics(xterm, "\u{1b}[?1;0;4096S\u{1b}[?62;4c") == .sixel(colors: 256))
    #expect(graphics(xterm, kitty + "\u{1b}P>|WezTerm 2024\u{1b}\\\u{1b}[?65;4c") == .iterm)
    #expect(graphics(xterm, "\u{1b}[?62;22c") == .blocks256)
    #expect(graphics(xterm, "\u{1b}P>|foot(1.16)\u{1b}\\\u{1b}[?62;22c") == .blocks24)
  }

  @Test("a terminal that names itself is believed more than the environment")
  func environmentOfAnother() {
    let iterm = ["TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"]
    #expect(graphics(iterm) == .iterm)
    #expect(graphics(iterm, "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?64;1c") == .blocks256)
    #expect(graphics(iterm.merging(["TMUX": "/tmp/x"]) { $1 }) == .blocks256)
    #expect(graphics(["TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"]) == .blocks256)
    #expect(graphics(["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"]) == .iterm)
    #expect(graphics(["TERM": "xterm-kitty"]) == .kitty)
    #expect(graphics(["TERM": "xterm-kitty"], "\u{1b}[?62;c") == .blocks24)
  }

  @Test("colours are those that the environment promises")
  func colors() {
    #expect(graphics(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == .blocks24)
    #expect(graphics(["TERM": "xterm-256color", "COLORTERM": "24bit"]) == .blocks24)
    #expect(graphics(["TERM": "xterm-256color", "COLORTERM": "yes"]) == .blocks256)
    #expect(graphics(["TERM": "alacritty"]) == .blocks24)
    for term in ["xterm", "vte-256color"] { #expect(graphics(["TERM": term]) == .blocks256) }
  }

  @Test("without colours, or without control sequences, there are shades, unless asked otherwise")
  func plain() {
    let plain = ["TERM": "xterm-kitty", "NO_COLOR": "1"]
    #expect(graphics(plain, kitty + "\u{1b}[?62;4c") == .shades)
    #expect(graphics(plain, "", .blocks) == .shades)
    #expect(graphics(plain, "", .kitty) == .kitty)
    #expect(graphics(["TERM": "xterm-256color", "NO_COLOR": ""]) == .blocks256)
    for term in ["", "dumb", "vt100"] { #expect(graphics(["TERM": term]) == .shades) }
    #expect(graphics([:]) == .shades)
  }

  @Test("what is asked for is done, whatever the terminal says")
  func asked() {
    #expect(graphics(xterm, "\u{1b}[?62;c", .iterm) == .iterm)
    #expect(graphics(xterm, kitty + "\u{1b}[?62;4c", .blocks) == .blocks24)
    #expect(graphics(xterm, "", .sixel) == .sixel(colors: 256))
  }
}
