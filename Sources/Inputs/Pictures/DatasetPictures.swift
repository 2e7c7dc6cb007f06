import Files
import Imaging
import Tensors

/// What many pictures or rows have in common.
public enum DatasetStatistic: String, CaseIterable, Sendable {
  /// The mean of every number.
  case mean
  /// The median of every number.
  case median
  /// The most frequent value of every number, of equally frequent ones the lowest.
  case mode
}

/// The pictures of a folder and of the folders in it, as a data set that baselines are made of.
///
/// Every picture is brought to the network's size as the input would be, and its pixels are bytes. They
/// are read one after another, so that memory does not grow with their number: 8 bytes for each number
/// of a picture for the mean; for medians and modes 256 counters of 4 bytes, 154 MB for 224×224×3. Where
/// those would take more than 256 MiB, the folder is read once for each such part of the picture.
public struct DatasetPictures: Sendable {
  /// Names of pictures, whatever is in them.
  private static let endings: Set = ["jpg", "jpeg", "jpe", "jfif", "png"]
  /// Most bytes of counters.
  static let counterBytes = 256 << 20

  /// The pictures' paths, in the order of the bytes of their names, folders last.
  public let paths: [String]
  /// Numbers of a picture that are counted at a time.
  private let countedAtATime: Int

  /// Looks for the pictures of a folder; a picture is a folder of one.
  ///
  /// - Throws: `InputsError.unreadableDataset` for a folder that cannot be read, `.emptyDataset` for one
  ///   without pictures.
  public init(_ path: String) throws(InputsError) {
    try self.init(path, counterBytes: Self.counterBytes)
  }

  /// The same with another limit for counters.
  package init(_ path: String, counterBytes: Int) throws(InputsError) {
    countedAtATime = max(1, counterBytes / (256 * MemoryLayout<UInt32>.stride))
    if FileKind(path) == .file {
      paths = [path]
      return
    }
    var (found, searched): ([String], Set<String>) = ([], [])
    do { try Self.search(path, &found, &searched) } catch {
      throw .unreadableDataset(path: path, error)
    }
    if found.isEmpty { throw .emptyDataset(path: path) }
    paths = found
  }

  private static func search(
    _ path: String, _ found: inout [String], _ searched: inout Set<String>
  ) throws(FileError) {
    // Links may lead back.
    guard searched.insert(FileKind.realPath(path)).inserted else { return }
    var folders: [String] = []
    for name in try Folder.names(in: path) where !name.hasPrefix(".") {
      let place = FilePath.join(path, name)
      switch FileKind(place) {
      case .folder: folders.append(place)
      case .file where isPicture(place): found.append(place)
      case .file, .special, .missing: break
      }
    }
    for folder in folders { try search(folder, &found, &searched) }
  }

  private static func isPicture(_ path: String) -> Bool {
    endings.contains(FilePath.ending(of: path).lowercased())
      || Container(FileBytes.beginning(of: path, count: ForeignFormat.lookedAt)) != nil
  }

  /// Returns the picture of a statistic at the network's size.
  ///
  /// - Throws: `InputsError.baselinePicture` for the first picture that cannot be read.
  public func picture(
    _ statistic: DatasetStatistic, input: PictureReader, decoding: DecodingOptions
  ) throws(InputsError) -> PixelArray {
    let values =
      switch statistic {
      case .mean: try mean(input, decoding)
      case .median: try counted(input, decoding) { Self.median($0) }
      case .mode: try counted(input, decoding) { Self.mode($0) }
      }
    return PixelArray(Tensor(input.shape, values))
  }

  /// Reads one picture after another.
  private func forEach(
    _ input: PictureReader, _ decoding: DecodingOptions, _ use: ([UInt8]) -> Void
  ) throws(InputsError) {
    for path in paths {
      let decoded: DecodedImage
      do { decoded = try Image.read(path: path, options: decoding) } catch {
        throw .baselinePicture(path: path, error)
      }
      use(input.fitted(decoded.image).image.samples)
    }
  }

  private func mean(
    _ input: PictureReader, _ decoding: DecodingOptions
  ) throws(InputsError) -> [Float] {
    var sums = [Int](repeating: 0, count: input.shape.count)
    let step = 3 / input.channels
    try forEach(input, decoding) { samples in
      for number in sums.indices { sums[number] += Int(samples[number * step]) }
    }
    return sums.map { Float(Double($0) / Double(paths.count)) }
  }

  /// Counts the values of every number, and makes one of the 256 counts.
  private func counted(
    _ input: PictureReader, _ decoding: DecodingOptions, _ value: (ArraySlice<UInt32>) -> Float
  ) throws(InputsError) -> [Float] {
    let (count, step) = (input.shape.count, 3 / input.channels)
    var values: [Float] = []
    for first in stride(from: 0, to: count, by: countedAtATime) {
      let numbers = first..<min(first + countedAtATime, count)
      var counts = [UInt32](repeating: 0, count: 256 * numbers.count)
      try forEach(input, decoding) { samples in
        for (place, number) in numbers.enumerated() {
          counts[256 * place + Int(samples[number * step])] += 1
        }
      }
      values += numbers.indices.map { place in
        let start = 256 * (place - first)
        return value(counts[start..<start + 256])
      }
    }
    return values
  }

  private static func mode(_ counts: ArraySlice<UInt32>) -> Float {
    let most = counts.max() ?? 0
    return Float((counts.firstIndex(of: most) ?? counts.startIndex) - counts.startIndex)
  }

  /// The value in the middle, or the mean of the two there.
  private static func median(_ counts: ArraySlice<UInt32>) -> Float {
    let all = counts.reduce(0) { $0 + Int($1) }
    func value(at rank: Int) -> Int {
      var below = 0
      for (value, count) in counts.enumerated() {
        below += Int(count)
        if below > rank { return value }
      }
      return 0
    }
    return Float(value(at: (all - 1) / 2) + value(at: all / 2)) / 2
  }
}
