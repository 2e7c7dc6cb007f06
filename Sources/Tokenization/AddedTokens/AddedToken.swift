/// A token that is found in a text before the model sees it, such as `[MASK]`.
struct AddedToken: Sendable {
  let content: String
  let identifier: Int32
  /// Whether it has a meaning of its own rather than being text.
  var isSpecial = true
  /// Whether it is found between word boundaries only.
  var isSingleWord = false
  /// Whether it takes the white space before it.
  var stripsLeft = false
  /// Whether it takes the white space after it.
  var stripsRight = false
  /// Whether it is looked for in the normalized text.
  var isNormalized = false
}
