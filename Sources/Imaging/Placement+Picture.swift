extension Placement {
  /// Returns an RGB picture at the network's size as one at the photo's own size, black where the
  /// network saw nothing of the photo.
  public func onPhoto(_ picture: Image, filter: ResamplingFilter = .bilinear) -> Image {
    precondition(
      picture.format == .rgb && picture.width == model.width && picture.height == model.height,
      "a \(picture.width)×\(picture.height) picture is not at the model's size")
    if self == Placement(identity: photo) { return picture }
    var samples = [UInt8](repeating: 0, count: 3 * photo.width * photo.height)
    for channel in 0..<3 {
      let plane = Plane(
        width: picture.width, height: picture.height,
        values: stride(from: channel, to: picture.samples.count, by: 3).map {
          Float(picture.samples[$0])
        })
      for (pixel, value) in onPhoto(plane, filter: filter).values.enumerated() {
        samples[3 * pixel + channel] = UInt8(max(0, min(255, value.rounded())))
      }
    }
    return Image(width: photo.width, height: photo.height, samples: samples)
  }
}
