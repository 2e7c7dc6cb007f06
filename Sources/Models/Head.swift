/// What makes the numbers of a network's output mean something.
public enum Head: String, Hashable, Codable, CaseIterable, Sendable {
  /// A softmax over all columns: probabilities of one-of-n classes.
  case softmax
  /// A sigmoid for each column: probabilities that do not add up.
  case sigmoid
  /// Nothing: the numbers themselves.
  case number
}
