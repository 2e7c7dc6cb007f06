import Foundation
import Support
import Tokenization

/// What libFuzzer calls with the bytes it made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The tokenizer, and after a byte of zero a text.
  let parts = bytes(start, count).split(
    separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let text = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "Two words, 3 É."
  guard let tokenizer = try? Tokenizer(json: Data(parts[0])),
    let found = try? tokenizer.encode(text)
  else { return 0 }
  for token in found.tokens {
    expect(
      token.range.map { 0 <= $0.lowerBound && $0.upperBound <= text.utf8.count } ?? true,
      "tokens lie in their text")
  }
  return 0
}
