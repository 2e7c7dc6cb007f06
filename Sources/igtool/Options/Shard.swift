import ArgumentParser
import Foundation
import Models

/// One of several parts of all inputs.
package struct Shard: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  /// Its number, counted from 1.
  package let number: Int
  /// How many there are.
  package let count: Int

  /// Reads `3/16`; nil for anything else, and for a number that is not from 1 to all.
  package init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count > 0,
      (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  package var description: String { "\(number)/\(count)" }

  /// Whether what lies at a path below the common folder belongs to this part: its SHA-256 says so, on
  /// every machine the same, whatever else there is.
  package func has(_ path: String) -> Bool {
    let digest = Checksum.digest(of: Data(path.utf8))
    let word = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return word % UInt64(count) == UInt64(number - 1)
  }
}
