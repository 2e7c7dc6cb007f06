import Testing

/// A method of `igtool explain` with arguments that make it fast, and what its report must say.
struct QuickMethod: CustomTestStringConvertible {
  let name: String
  var options: [String] = []
  /// Whether a sum is promised for attributions.
  var promisesSum = false
  /// Whether random numbers are drawn.
  var isRandom = false
  /// Extents of the array.
  var shape = [96, 96, 3]

  /// All arguments.
  var arguments: [String] { ["--method", name] + options }

  var testDescription: String { name }

  /// Every method that there is.
  static let all = [
    QuickMethod(name: "ig", options: ["--steps", "4"], promisesSum: true),
    QuickMethod(name: "blur-ig", options: ["--steps", "4"], promisesSum: true),
    QuickMethod(name: "guided-ig", options: ["--steps", "4"], promisesSum: true),
    QuickMethod(name: "idgi", options: ["--steps", "4"], promisesSum: true),
    QuickMethod(name: "left-ig", options: ["--steps", "4"], promisesSum: true),
    QuickMethod(
      name: "expected-gradients", options: ["--reference", Samples.folder, "--samples", "6"],
      promisesSum: true, isRandom: true),
    QuickMethod(name: "gradient"), QuickMethod(name: "input-x-gradient"),
    QuickMethod(name: "influence", options: ["--samples", "4"], isRandom: true),
    QuickMethod(name: "guided-backprop"), QuickMethod(name: "deconvnet"),
    QuickMethod(name: "deeplift", promisesSum: true),
    QuickMethod(name: "grad-cam", shape: [6, 6, 1]),
    QuickMethod(
      name: "conductance", options: ["--layer", "inception_4b", "--steps", "4"],
      shape: [6, 6, 320]),
    QuickMethod(
      name: "internal-influence", options: ["--layer", "inception_4b", "--steps", "4"],
      shape: [6, 6, 320]),
    QuickMethod(name: "occlusion"),
    QuickMethod(name: "rise", options: ["--samples", "40"], isRandom: true),
    QuickMethod(name: "xrai", options: ["--steps", "2"]),
  ]
}
