import Imaging

/// A picture as a terminal would draw it from sixels, read by the rules of the VT340 manual alone.
struct DecodedSixels {
  let width: Int
  let height: Int
  /// Red, green, blue of every pixel, or nil where nothing was drawn.
  var pixels: [SIMD3<UInt8>?]
  /// Numbers of the colours that were defined.
  var palette: [Int: SIMD3<UInt8>] = [:]
  /// The text of one band after another.
  var bands = 1

  /// Reads a whole control string; nil if it is malformed or draws outside the picture.
  init?(_ text: String) {
    guard text.hasPrefix("\u{1b}P0;1;0q\"1;1;"), text.hasSuffix("\u{1b}\\") else { return nil }
    var scanner = Scanner(text.dropFirst(13).dropLast(2))
    guard let width = scanner.number(), scanner.skip(";"), let height = scanner.number() else {
      return nil
    }
    self.width = width
    self.height = height
    pixels = Array(repeating: nil, count: width * height)
    var (column, top, color) = (0, 0, 0)
    while let command = scanner.next() {
      switch command {
      case "#":
        guard let number = scanner.number() else { return nil }
        color = number
        guard scanner.skip(";") else { continue }
        let values = scanner.numbers()
        guard values.count == 4, values[0] == 2, values[1...].allSatisfy({ $0 <= 100 }) else {
          return nil
        }
        let channels = values[1...].map { UInt8(($0 * 255 + 50) / 100) }
        palette[number] = SIMD3(channels[0], channels[1], channels[2])
      case "$": column = 0
      case "-":
        (column, top) = (0, top + 6)
        bands += 1
      case "!":
        guard let count = scanner.number(), let sixel = scanner.next() else { return nil }
        for _ in 0..<count {
          guard draw(sixel, column, top, color) else { return nil }
          column += 1
        }
      default:
        guard draw(command, column, top, color) else { return nil }
        column += 1
      }
    }
  }

  private mutating func draw(_ sixel: Character, _ column: Int, _ top: Int, _ color: Int) -> Bool {
    guard let code = sixel.asciiValue, (63...126).contains(code), let rgb = palette[color],
      column < width
    else { return false }
    for bit in 0..<6 where (code - 63) >> bit & 1 == 1 {
      let place = (top + bit) * width + column
      // Every pixel is drawn once.
      guard top + bit < height, pixels[place] == nil else { return false }
      pixels[place] = rgb
    }
    return true
  }
}

/// Reads characters and numbers one after the other.
private struct Scanner {
  private var rest: Substring

  init(_ text: Substring) { rest = text }

  mutating func next() -> Character? { rest.popFirst() }

  mutating func skip(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number() -> Int? {
    let digits = rest.prefix { $0.isNumber }
    rest = rest[digits.endIndex...]
    return Int(digits)
  }

  mutating func numbers() -> [Int] {
    var all: [Int] = []
    repeat { number().map { all.append($0) } } while skip(";")
    return all
  }
}
