/// A value of the translated graph.
struct Value {
  /// Its name in the ONNX graph.
  let name: String
  /// What is known of its extents; nil if not even their number is.
  let shape: PartialShape?
}
