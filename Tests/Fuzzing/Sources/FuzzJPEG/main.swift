import Support

/// What libFuzzer calls with the bytes it made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  decodePicture(bytes(start, count))
  return 0
}
