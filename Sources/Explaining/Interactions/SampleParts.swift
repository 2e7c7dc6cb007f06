import Attribution
import Inputs
import Tensors

/// Into which parts a picture is cut.
public enum PictureParts: Hashable, Sendable {
  /// So many rows and columns.
  case grid(Int)
  /// At most so many regions of even colour, the largest.
  case regions(Int)
}

/// What of a sample is removed together, and what people call it: cells or regions of a picture, columns
/// of a row, words of a text, numbers of what is none of these.
struct SampleParts {
  /// The parts.
  let parts: FeatureParts
  /// Their names, in the same order.
  let names: [String]

  /// Takes parts and their names.
  private init(_ parts: FeatureParts, _ names: [String]) {
    (self.parts, self.names) = (parts, names)
  }

  /// Cuts a sample; `pictureParts` says how, if it is a picture.
  init(of sample: Sample, cutting pictureParts: PictureParts) {
    switch sample.subject {
    case .picture: self.init(ofPicture: sample, pictureParts)
    case .row(_, let table):
      self.init(FeatureParts(each: sample.features), table.reader.columns.map(\.name))
    case .text(let text, _):
      self.init(
        FeatureParts(sample.features, members: text.words.map { Array($0.tokens) }),
        text.words.map(\.text))
    case .array, .several:
      self.init(
        FeatureParts(each: sample.features), (0..<sample.features.count).map { "number \($0)" })
    }
  }

  /// Cells are called by column and row, as on a map: A1, B1, …; regions by numbers.
  private init(ofPicture sample: Sample, _ pictureParts: PictureParts) {
    switch pictureParts {
    case .grid(let count):
      let parts = FeatureParts(gridOf: sample.features, count: count)
      let columns = min(count, sample.features.extent.width)
      self.init(
        parts,
        parts.members.indices.map { place in
          let letter = UnicodeScalar(UInt8(ascii: "A") + UInt8(place % columns))
          return "\(letter)\(place / columns + 1)"
        })
    case .regions(let count):
      let parts = FeatureParts(regionsOf: sample.point, count: count)
      self.init(parts, parts.members.indices.map { "\($0 + 1)" })
    }
  }

  /// What each part has of a map: the sum over its features; where the map has a number for each part
  /// already, as words have, that number. Nil for a map of other features.
  func sums(of map: FeatureMap) -> [Double]? {
    if map.values.count == parts.features.count {
      return parts.members.map { $0.reduce(0) { $0 + map.values[$1] } }
    }
    return map.values.count == names.count ? map.values : nil
  }
}
