import ArgumentParser
import Foundation
import Imaging

/// Three numbers, or one that is meant three times: `123,117,104`.
struct Triple: ExpressibleByArgument, CustomStringConvertible {
  let values: [Double]

  /// The same number three times.
  init(_ value: Double) { values = [value, value, value] }

  init?(argument: String) {
    guard let parts = try? CommaList(argument).items else { return nil }
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count, numbers.allSatisfy(\.isFinite) else { return nil }
    switch numbers.count {
    case 1: values = [numbers[0], numbers[0], numbers[0]]
    case 3: values = numbers
    default: return nil
    }
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
