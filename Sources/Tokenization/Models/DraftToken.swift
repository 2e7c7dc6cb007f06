/// A token on its way into an encoding.
struct DraftToken: Sendable {
  var identifier: Int32
  /// Which bytes it stands for: of the text that the model saw, and then of the original.
  var lower: Int32
  var upper: Int32
  /// The piece that it is of, or −1 if it is of none.
  var piece: Int32
  var type: Int32 = 0
}
