import Imaging

extension Plane {
  /// Returns the map after a grey closing, which fills gaps, and a grey opening, which removes
  /// speckles, both by a square of `side` pixels: `scipy.ndimage.grey_closing`, then `grey_opening`,
  /// with their defaults. The magnitudes of both signs are cleaned up apart.
  package func cleanedUp(side: Int) -> Plane {
    precondition(side > 0, "a square has a side")
    let positive = mapped { max($0, 0) }.closed(side).opened(side)
    guard values.contains(where: { $0 < 0 }) else { return positive }
    let negative = mapped { max(-$0, 0) }.closed(side).opened(side)
    return Plane(
      width: width, height: height, values: zip(positive.values, negative.values).map { $0 - $1 })
  }

  private func mapped(_ transform: (Float) -> Float) -> Plane {
    Plane(width: width, height: height, values: values.map(transform))
  }

  private func closed(_ side: Int) -> Plane { dilated(side).eroded(side) }
  private func opened(_ side: Int) -> Plane { eroded(side).dilated(side) }

  /// The middle of an even square is right of and below its centre; that of a dilation, which turns
  /// the square round, left of and above it.
  private func eroded(_ side: Int) -> Plane {
    filtered(before: side / 2, after: (side - 1) / 2) { min($0, $1) }
  }

  private func dilated(_ side: Int) -> Plane {
    filtered(before: (side - 1) / 2, after: side / 2) { max($0, $1) }
  }

  /// Returns what is selected from the square around each pixel. The mirror image that a map is
  /// continued by holds nothing that the rest of the square does not.
  private func filtered(
    before: Int, after: Int, _ select: (Float, Float) -> Float
  ) -> Plane {
    var rows = self
    for y in 0..<height {
      for x in 0..<width {
        let window = max(x - before, 0)...min(x + after, width - 1)
        rows.values[y * width + x] = window.dropFirst()
          .reduce(values[y * width + window.lowerBound]) { select($0, values[y * width + $1]) }
      }
    }
    var result = rows
    for y in 0..<height {
      let window = max(y - before, 0)...min(y + after, height - 1)
      for x in 0..<width {
        result.values[y * width + x] = window.dropFirst()
          .reduce(rows.values[window.lowerBound * width + x]) {
            select($0, rows.values[$1 * width + x])
          }
      }
    }
    return result
  }
}
