import Support
import Tensors

/// What libFuzzer calls with the bytes it made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let found = try? NumPyFile.array(bytes(start, count)) {
    let again = try? NumPyFile.array(NumPyFile.encode(found))
    expect(again?.tensor.shape == found.tensor.shape, "an array keeps its shape")
  }
  return 0
}
