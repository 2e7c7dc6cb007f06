import Foundation
import Models
import Support

/// What libFuzzer calls with the bytes it made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let found = try? Manifest(json: Data(bytes(start, count)), file: "manifest")
  if let found, let text = try? JSONEncoder().encode(found) {
    let again = try? Manifest(json: text, file: "manifest")
    expect(again == found, "a manifest is what it says")
  }
  return 0
}
