import Foundation

/// The bytes that the fuzzer made.
public func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  [UInt8](UnsafeBufferPointer(start: start, count: count))
}

/// A sound answer of a decoder of untrusted bytes is a value or an error of its own: anything else is a
/// finding.
public func expect(_ condition: Bool, _ what: @autoclosure () -> String) {
  if !condition { fatalError(what()) }
}
