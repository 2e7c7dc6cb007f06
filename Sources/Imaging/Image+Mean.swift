extension Image {
  /// The average of each channel over all pixels, 0–255, in the order of the samples.
  public var mean: [Double] {
    let channels = format.channels
    var sums = [Int](repeating: 0, count: channels)
    samples.withUnsafeBufferPointer { samples in
      for channel in 0..<channels {
        var sum = 0
        for index in stride(from: channel, to: samples.count, by: channels) {
          sum &+= Int(samples[index])
        }
        sums[channel] = sum
      }
    }
    return sums.map { Double($0) / Double(width * height) }
  }
}
