// swift-tools-version: 6.2
import PackageDescription

/// A program for each format, which libFuzzer feeds (Scripts/fuzz); a package of its own, so that the
/// normal build knows nothing of sanitizers.
let formats = ["JPEG", "PNG", "ONNX", "GraphDef", "Manifest", "NPY", "CSV", "Tokenizer"]

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "igtool", path: "../..")],
  targets: formats.map { format in
    .executableTarget(
      name: "Fuzz\(format)",
      dependencies: [
        .product(name: "Readers", package: "igtool"),
        .target(name: "Support"),
      ])
  } + [
    .target(name: "Support", dependencies: [.product(name: "Readers", package: "igtool")])
  ]
)
