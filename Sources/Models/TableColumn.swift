/// A column of the tables that a network expects: how its cells become numbers.
///
/// A column is either of numbers, read as x = (cell − mean) / std, or of categories.
public struct TableColumn: Hashable, Sendable {
  /// How a category becomes numbers.
  public enum Encoding: String, Codable, CaseIterable, Sendable {
    /// As many numbers as there are categories: 1 for the cell's own, 0 for the others.
    case oneHot = "one-hot"
    /// One number: the place of the category in the list, counted from 0.
    case integer
  }

  /// The name in the table's header.
  public var name: String
  /// What is subtracted from a number, in the unit of the table; nil stands for 0.
  public var mean: Double?
  /// What the difference is divided by, positive, in the unit of the table; nil stands for 1.
  public var std: Double?
  /// The texts that its cells may be; nil for a column of numbers.
  public var categories: [String]?
  /// How categories become numbers; nil stands for `oneHot`.
  public var encoding: Encoding?

  /// A column of which nothing is said but what is given.
  public init(
    name: String, mean: Double? = nil, std: Double? = nil, categories: [String]? = nil,
    encoding: Encoding? = nil
  ) {
    self.name = name
    self.mean = mean
    self.std = std
    self.categories = categories
    self.encoding = encoding
  }

  /// Whether it takes one number for each of its categories.
  public var isOneHot: Bool { categories != nil && encoding != .integer }

  /// How many numbers of the network's input it takes.
  public var width: Int { isOneHot ? categories?.count ?? 1 : 1 }
}

extension TableColumn: Codable {
  private enum Key: String, CodingKey {
    case name, mean, std, categories, encoding
  }

  /// Reads the name, and the other keys that are there.
  ///
  /// - Throws: `DecodingError` for an absent or empty name, a divisor that is not positive,
  ///   categories that are none or not different, a mean or divisor of one-hot categories, an
  ///   encoding without categories, and values of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decodeName(.name),
      mean: try container.decodeIfPresent(Double.self, forKey: .mean),
      std: try container.decodeIfPresent(Double.self, forKey: .std),
      categories: try container.decodeIfPresent([String].self, forKey: .categories),
      encoding: try container.decodeChoice(.encoding))
    if let (key, problem) = problem {
      throw DecodingError.problem(at: container.codingPath + [key], problem)
    }
    if let categories { try checkUnique(categories, at: container.codingPath + [Key.categories]) }
  }

  /// The first value without sense.
  private var problem: (key: Key, text: String)? {
    if let mean, !mean.isFinite { return (.mean, "must be finite") }
    if let std, !(std > 0 && std.isFinite) { return (.std, "must be positive, is \(std)") }
    if isOneHot, mean != nil || std != nil {
      return (mean != nil ? .mean : .std, "cannot be given for one-hot categories")
    }
    if encoding != nil && categories == nil { return (.encoding, "needs \"categories\"") }
    if let categories, categories.isEmpty || categories.contains("") {
      return (.categories, "must have categories that are not empty")
    }
    return nil
  }
}
