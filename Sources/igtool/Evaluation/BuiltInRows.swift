/// A method with settings, as a row of a table.
struct MethodRow {
  /// What the row is called.
  let name: String
  /// The arguments of `explain` that mean it.
  let arguments: [String]

  init(_ name: String, _ arguments: String = "") {
    self.name = name
    self.arguments = arguments.split(separator: " ").map(String.init)
  }

  /// Stands for a folder of other samples in arguments.
  static let references = "REFERENCES"
}

/// The rows in which methods are measured on built-in networks. A new method is a line in each.
enum BuiltInRows {
  static let pictures = [
    MethodRow("Integrated Gradients, black"),
    MethodRow("… 50 even steps", "--steps 50"),
    MethodRow("… white", "--baseline white"),
    MethodRow("… black and white", "--baseline black --baseline white"),
    MethodRow("… mean colour", "--baseline mean"),
    MethodRow("… blurred picture", "--baseline blur"),
    MethodRow("… noise, 5 pictures", "--baseline noise:5"),
    MethodRow("… mean gradient, black", "--multiply-by-inputs no"),
    MethodRow("… logit, black", "--score logit"),
    MethodRow("… SmoothGrad 4", "--steps 32 --smooth sg:4:0.1"),
    MethodRow("Left-IG, black", "--method left-ig --steps 64"),
    MethodRow(
      "Expected Gradients",
      "--method expected-gradients --reference \(MethodRow.references) --samples 100"),
    MethodRow("Blur IG", "--method blur-ig --steps 32"),
    MethodRow("Guided IG, black", "--method guided-ig --steps 64 --rule trapezoid"),
    MethodRow("IDGI, straight, black", "--method idgi --path straight --steps 64"),
    MethodRow("IDGI, blur", "--method idgi --path blur --steps 32"),
    MethodRow("IDGI, guided, black", "--method idgi --path guided --steps 64"),
    MethodRow("XRAI", "--method xrai"),
    MethodRow("Gradient", "--method gradient"),
    MethodRow("Input × gradient", "--method input-x-gradient"),
    MethodRow("SmoothGrad 50", "--method gradient --smooth sg:50:0.15"),
    MethodRow("SmoothGrad squared 50", "--method gradient --smooth sg-squared:50:0.15"),
    MethodRow("VarGrad 50", "--method gradient --smooth vargrad:50:0.15"),
    MethodRow("Guided backpropagation", "--method guided-backprop"),
    MethodRow("Deconvolution network", "--method deconvnet"),
    MethodRow("DeepLift, black", "--method deeplift --score logit"),
    MethodRow("Grad-CAM", "--method grad-cam"),
    MethodRow("Occlusion 16, stride 6", "--method occlusion --window 16 --stride 6"),
    MethodRow("RISE 500", "--method rise --samples 500"),
  ]

  static let tables = [
    MethodRow("Integrated Gradients, mean", "--baseline mean"),
    MethodRow("… 50 even steps", "--baseline mean --steps 50"),
    MethodRow("… zero", "--baseline zero"),
    MethodRow("… median", "--baseline median"),
    MethodRow("… logit, mean", "--baseline mean --score logit"),
    MethodRow(
      "Expected Gradients",
      "--method expected-gradients --reference \(MethodRow.references) --samples 100"),
    MethodRow("Left-IG, mean", "--method left-ig --baseline mean --steps 64"),
    MethodRow(
      "Guided IG, mean", "--method guided-ig --baseline mean --steps 64 --rule trapezoid"),
    MethodRow("IDGI, straight, mean", "--method idgi --baseline mean --steps 64"),
    MethodRow("Gradient", "--method gradient"),
    MethodRow("Input × gradient", "--method input-x-gradient"),
    MethodRow("Guided backpropagation", "--method guided-backprop"),
    MethodRow("DeepLift, mean", "--method deeplift --baseline mean --score logit"),
    MethodRow("Occlusion, mean", "--method occlusion --baseline mean"),
    MethodRow("RISE 500, mean", "--method rise --baseline mean --samples 500"),
  ]

  static let texts = [
    MethodRow("Integrated Gradients, padding"),
    MethodRow("… 50 even steps", "--steps 50"),
    MethodRow("… mask", "--baseline mask"),
    MethodRow("… unknown", "--baseline unknown"),
    MethodRow("… zeros", "--baseline zero"),
    MethodRow(
      "… padding, mask and unknown", "--baseline pad --baseline mask --baseline unknown"),
    MethodRow("… logit, padding", "--score logit"),
    MethodRow("… SmoothGrad 4", "--steps 32 --smooth sg:4:0.1"),
    MethodRow("Left-IG, padding", "--method left-ig --steps 64"),
    MethodRow("Guided IG, padding", "--method guided-ig --steps 64 --rule trapezoid"),
    MethodRow("IDGI, straight, padding", "--method idgi --steps 64"),
    MethodRow("Gradient", "--method gradient"),
    MethodRow("Input × gradient", "--method input-x-gradient"),
    MethodRow("SmoothGrad squared 50", "--method gradient --smooth sg-squared:50:0.15"),
    MethodRow("DeepLift, padding", "--method deeplift --score logit"),
    MethodRow("Occlusion, one token", "--method occlusion"),
    MethodRow("Occlusion, two tokens", "--method occlusion --window 2"),
    MethodRow("RISE 500", "--method rise --samples 500"),
  ]
}
