import Testing
import igtool

/// What is done to arguments before they are parsed.
struct ArgumentWordsTests {
  @Test(
    "a negative number is joined to the option before it, and nothing else is changed",
    arguments: [
      ("explain a --target -1", "explain a --target=-1"), ("explain a -t -1", "explain a -t=-1"),
      ("explain a --mean -1,2,-3", "explain a --mean=-1,2,-3"),
      ("explain a --steps -.5e1", "explain a --steps=-.5e1"),
      ("explain a --model x -1", "explain a --model x -1"),
      ("explain a --steps=3 -1", "explain a --steps=3 -1"), ("explain -", "explain -"),
      ("explain a -o -", "explain a -o -"), ("explain -- --target -1", "explain -- --target -1"),
      ("explain a --target -x", "explain a --target -x"),
      ("explain a --target -inf", "explain a --target -inf"),
      ("---completion explain -- --steps -1", "---completion explain -- --steps -1"),
    ])
  func normalized(words: String, expected: String) {
    let found = ArgumentWords.normalized(words.split(separator: " ").map(String.init))
    #expect(found.joined(separator: " ") == expected)
  }
}
