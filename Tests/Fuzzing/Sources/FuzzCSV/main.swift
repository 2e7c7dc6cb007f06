import Inputs
import Support

/// What libFuzzer calls with the bytes it made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let found = try? TableFile(bytes: bytes(start, count), path: "table.csv") {
    expect(
      found.rows.allSatisfy { $0.count == found.header.count }, "a cell of each row in each column")
  }
  return 0
}
