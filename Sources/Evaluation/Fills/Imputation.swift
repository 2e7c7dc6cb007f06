/// One channel of a picture whose unknown pixels are the weighted means of their neighbours.
///
/// S x − W x = b of the unknown pixels, W the weights between two of them, S the sum of all weights of a pixel, b the
/// weighted sum of its known neighbours: symmetric and positive definite where anything is known, and solved by conjugate gradients. They start
/// from means over larger and larger squares, which leaves little to be done far from what is known.
struct Imputation {
  private static let beside = 1.0 / 6
  private static let corner = 1.0 / 12
  /// The remainder that is left, as a share of the right-hand side.
  private static let tolerance = 1e-6
  private static let mostIterations = 4000

  private let height: Int
  private let width: Int
  private let values: [Double]
  private let unknown: [Bool]
  /// Pixels of a row with one on either side that the picture does not have.
  private let pitch: Int

  init(height: Int, width: Int, _ values: [Double], _ unknown: [Bool]) {
    (self.height, self.width, self.values, self.unknown) = (height, width, values, unknown)
    pitch = width + 2
  }

  /// The channel with its unknown pixels worked out.
  var solution: [Double] {
    let known = zip(values, unknown).filter { !$0.1 }.map(\.0)
    if known.isEmpty {
      let mean = values.reduce(0, +) / Double(max(values.count, 1))
      return [Double](repeating: mean, count: values.count)
    }
    let start = Pyramid(height: height, width: width, values, unknown).filled
    let solved = solve(from: start)
    return values.indices.map { pixel in
      unknown[pixel] ? solved[padded(pixel)] : values[pixel]
    }
  }

  private func padded(_ pixel: Int) -> Int { (pixel / width + 1) * pitch + pixel % width + 1 }

  /// Numbers of the picture's pixels with a border of zeros.
  private func padding(_ value: (Int) -> Double) -> [Double] {
    var result = [Double](repeating: 0, count: (height + 2) * pitch)
    for pixel in values.indices { result[padded(pixel)] = value(pixel) }
    return result
  }

  private func solve(from start: [Double]) -> [Double] {
    let mask = padding { unknown[$0] ? 1 : 0 }
    let sums = neighbourSums(of: padding { _ in 1 })
    let right = multiplied(neighbourSums(of: padding { unknown[$0] ? 0 : values[$0] }), mask)
    var solution = padding { unknown[$0] ? start[$0] : 0 }
    var product = [Double](repeating: 0, count: solution.count)
    apply(solution, mask, sums, &product)
    var rest = zip(right, product).map { $0 - $1 }
    let enough = Self.tolerance * Self.tolerance * dot(right, right)
    var direction = rest
    var size = dot(rest, rest)
    var iteration = 0
    while size > enough && size > 0 && iteration < Self.mostIterations {
      apply(direction, mask, sums, &product)
      let step = size / dot(direction, product)
      add(step, direction, to: &solution)
      add(-step, product, to: &rest)
      let next = dot(rest, rest)
      scale(&direction, by: next / size, adding: rest)
      size = next
      iteration += 1
    }
    return solution
  }

  /// The weighted sum of every pixel's neighbours; the border's are nothing.
  private func neighbourSums(of numbers: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: numbers.count)
    apply(
      numbers, [Double](repeating: 1, count: numbers.count),
      [Double](repeating: 0, count: numbers.count), &result)
    return result.map { -$0 }
  }

  /// mask · (sums · x − W x) of every pixel of the picture.
  private func apply(
    _ numbers: [Double], _ mask: [Double], _ sums: [Double], _ result: inout [Double]
  ) {
    let (pitch, width, beside, corner) = (pitch, width, Self.beside, Self.corner)
    numbers.withUnsafeBufferPointer { numbers in
      mask.withUnsafeBufferPointer { mask in
        sums.withUnsafeBufferPointer { sums in
          result.withUnsafeMutableBufferPointer { result in
            for row in 1...height {
              let first = row * pitch + 1
              for place in first..<first + width {
                let (above, below) = (place - pitch, place + pitch)
                let near = numbers[place - 1] + numbers[place + 1] + numbers[above] + numbers[below]
                let far =
                  numbers[above - 1] + numbers[above + 1] + numbers[below - 1] + numbers[below + 1]
                result[place] =
                  mask[place] * (sums[place] * numbers[place] - beside * near - corner * far)
              }
            }
          }
        }
      }
    }
  }

  private func multiplied(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 * $1 }
  }

  private func dot(_ first: [Double], _ second: [Double]) -> Double {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        // Four sums at a time, which do not wait for each other.
        var sums = SIMD4<Double>(repeating: 0)
        let whole = first.count / 4 * 4
        for place in stride(from: 0, to: whole, by: 4) {
          let one = SIMD4(first[place], first[place + 1], first[place + 2], first[place + 3])
          let other = SIMD4(second[place], second[place + 1], second[place + 2], second[place + 3])
          sums += one * other
        }
        return (whole..<first.count).reduce(sums.sum()) { $0 + first[$1] * second[$1] }
      }
    }
  }

  private func add(_ factor: Double, _ numbers: [Double], to result: inout [Double]) {
    numbers.withUnsafeBufferPointer { numbers in
      result.withUnsafeMutableBufferPointer { result in
        for place in numbers.indices { result[place] += factor * numbers[place] }
      }
    }
  }

  /// factor · result + numbers.
  private func scale(_ result: inout [Double], by factor: Double, adding numbers: [Double]) {
    numbers.withUnsafeBufferPointer { numbers in
      result.withUnsafeMutableBufferPointer { result in
        for place in numbers.indices { result[place] = factor * result[place] + numbers[place] }
      }
    }
  }
}

/// Means of what is known of larger and larger squares.
private struct Pyramid {
  private struct Level {
    let height: Int
    let width: Int
    var values: [Double]
    var weights: [Double]
  }

  private let levels: [Level]

  init(height: Int, width: Int, _ values: [Double], _ unknown: [Bool]) {
    var levels = [
      Level(
        height: height, width: width, values: zip(values, unknown).map { $1 ? 0 : $0 },
        weights: unknown.map { $0 ? 0 : 1 })
    ]
    while let last = levels.last, last.height > 1 || last.width > 1 {
      levels.append(Self.halved(last))
    }
    self.levels = levels
  }

  /// The mean of every four neighbours, by their weights, which count as one at most.
  private static func halved(_ level: Level) -> Level {
    let (height, width) = ((level.height + 1) / 2, (level.width + 1) / 2)
    var sums = [Double](repeating: 0, count: height * width)
    var weights = sums
    for y in 0..<level.height {
      for x in 0..<level.width {
        let (from, to) = (y * level.width + x, y / 2 * width + x / 2)
        sums[to] += level.weights[from] * level.values[from]
        weights[to] += level.weights[from]
      }
    }
    for place in sums.indices where weights[place] > 0 {
      sums[place] /= weights[place]
      weights[place] = min(weights[place], 1)
    }
    return Level(height: height, width: width, values: sums, weights: weights)
  }

  /// Values of the first level, where nothing is known those of the squares around.
  var filled: [Double] {
    var coarse = levels[levels.count - 1].values
    for index in levels.indices.dropLast().reversed() {
      let (level, above) = (levels[index], levels[index + 1])
      coarse = level.values.indices.map { place in
        let (y, x) = (place / level.width, place % level.width)
        let weight = level.weights[place]
        return weight * level.values[place]
          + (1 - weight) * coarse[y / 2 * above.width + x / 2]
      }
    }
    return coarse
  }
}
