import Imaging

/// Decodes a picture, strictly and as far as it goes, and encodes it again.
public func decodePicture(_ bytes: [UInt8]) {
  var options = DecodingOptions(maximumPixels: 1_000_000)
  let strict = try? Image.decode(bytes, options: options)
  options.allowCorrupt = true
  let tolerant = try? Image.decode(bytes, options: options)
  if let strict {
    expect(tolerant?.image == strict.image, "a sound picture has the same pixels either way")
  }
  guard let picture = (strict ?? tolerant)?.image, picture.samples.count < 100_000 else { return }
  let again = try? Image.decode(picture.pngData()).image
  expect(again == picture, "a PNG has the pixels that it was made of")
}
