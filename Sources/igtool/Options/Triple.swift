import ArgumentParser
import Foundation
import Imaging

/// Three numbers, or one that is meant three times: `123,117,104`.
struct Triple: CustomStringConvertible {
  let values: [Double]

  /// The same number three times.
  init(_ value: Double) { values = [value, value, value] }

  /// Reads what was typed.
  ///
  /// - Throws: `ValidationError` where that is neither one finite number nor three.
  init(option: String) throws {
    let parts = try CommaList(option).items
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    guard numbers.count == parts.count, [1, 3].contains(numbers.count) else {
      let found = numbers.count == parts.count ? "\(parts.count) numbers" : "\"\(option)\""
      throw ValidationError("expected one number, or three between commas, found \(found)")
    }
    values = numbers.count == 1 ? [numbers[0], numbers[0], numbers[0]] : numbers
  }

  var description: String { values.map { String(format: "%g", $0) }.joined(separator: ",") }
}

/// The size of a network's input: `224`, or height by width as in `240x320`.
struct InputSize: ExpressibleByArgument {
  let size: Size

  init?(argument: String) {
    let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    guard (1...2).contains(sides.count), sides.allSatisfy({ (1...8192).contains($0) }) else {
      return nil
    }
    size = Size(width: sides[sides.count - 1], height: sides[0])
  }
}
