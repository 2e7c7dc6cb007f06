/// A row of a table, read for a network.
public struct TableRow: Hashable, Sendable {
  /// Its number, counted from 1 below the header.
  public let number: Int
  /// What each of the network's columns says, as written, without white space around it.
  public let texts: [String]
  /// The number that each of them is, in the unit of the table, or the place of its category,
  /// counted from 0; nil for one-hot categories.
  public let values: [Double?]
}
