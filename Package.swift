// swift-tools-version: 6.2
import PackageDescription

/// Loops in C are optimised in debug builds too, so that networks stay fast there; release builds need
/// no flags. The package manager takes such ones of packages from tools version 6.2 on, whoever
/// depends on them.
let loopSettings: [CSetting] = [.unsafeFlags(["-O3"], .when(configuration: .debug))]

/// What says what happens does nothing often: optimising it takes three quarters of a minute of every
/// build, and makes nothing but thousands of rows faster, those by a tenth or two. Optimising tests takes
/// two minutes and a half, and makes them no faster.
let unhurriedSettings: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "igtool",
  products: [
    .executable(name: "igtool", targets: ["igtool"]),

    // MARK: - For other packages

    .library(name: "Attribution", targets: ["Attribution", "Tensors"]),
    .library(name: "Engine", targets: ["Engine", "Tensors"]),
    .library(name: "ONNX", targets: ["ONNX", "Engine", "Tensors"]),
    .library(name: "Imaging", targets: ["Imaging"]),
    .library(name: "Rendering", targets: ["Rendering", "Imaging", "Tensors"]),
    .library(
      name: "Explaining",
      targets: [
        "Explaining", "Attribution", "Classification", "Inputs", "Models", "Imaging", "Tensors",
        "Files",
      ]),
    // What reads files of others, for Tests/Fuzzing.
    .library(
      name: "Readers",
      targets: ["Imaging", "Tensors", "Tokenization", "Models", "Inputs", "Classification"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    // MARK: - C libraries

    .systemLibrary(
      name: "COpenBLAS",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]
    ),
    .target(name: "CKernels", exclude: ["README.md"], cSettings: loopSettings),
    .target(
      name: "CCodecs", exclude: ["README.md"],
      linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]
    ),
    .target(name: "CModels", exclude: ["README.md"]),
    .target(name: "CReport", exclude: ["README.md", "Assets"]),
    .target(
      name: "CStore", exclude: ["README.md"], cSettings: loopSettings,
      linkerSettings: [.linkedLibrary("z")]
    ),

    // MARK: - Rooms

    .target(name: "Files", exclude: ["README.md"]),
    .target(name: "Numerics", exclude: ["README.md"]),
    .target(name: "Tensors", exclude: ["README.md"]),
    .target(name: "ProtocolBuffers", exclude: ["README.md"]),
    .target(name: "Tokenization", exclude: ["README.md"]),
    .target(
      name: "Imaging", dependencies: ["CCodecs", "CStore", "Files", "Numerics"],
      exclude: ["README.md"]),
    .target(
      name: "Engine", dependencies: ["Tensors", "CKernels", "COpenBLAS"], exclude: ["README.md"]
    ),
    .target(
      name: "ONNX",
      dependencies: [
        "Engine", "Tensors", "ProtocolBuffers",
      ],
      exclude: ["README.md", "Schema/onnx.proto"]
    ),
    .target(
      name: "TensorFlow",
      dependencies: ["ONNX", "ProtocolBuffers"],
      exclude: ["README.md", "Schema/graph.proto"]
    ),
    .target(
      name: "Models", dependencies: ["Imaging", "Files", "CModels", "CStore"],
      exclude: ["README.md"]
    ),
    .target(
      name: "Inputs",
      dependencies: [
        "Imaging", "Models", "Tensors", "Files", "Numerics", "Tokenization",
        .product(name: "SwiftCSV", package: "SwiftCSV"),
      ],
      exclude: ["README.md"]
    ),
    .target(
      name: "Classification",
      dependencies: ["Models", "ONNX", "TensorFlow", "Engine", "Imaging", "Tensors"],
      exclude: ["README.md"]
    ),
    .target(
      name: "Attribution", dependencies: ["Tensors", "Numerics", "COpenBLAS"],
      exclude: ["README.md"]
    ),
    .target(name: "Evaluation", dependencies: ["Tensors", "Numerics"], exclude: ["README.md"]),
    .target(
      name: "Rendering",
      dependencies: [
        "Imaging", "Tensors", "Numerics", "CReport", "CStore",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      exclude: ["README.md", "Drawing/TYPEFACE-LICENSE.txt"]
    ),
    .target(
      name: "Explaining",
      dependencies: [
        "Attribution", "Evaluation", "Classification", "Inputs", "Models", "Imaging", "Tensors",
        "Files",
      ],
      exclude: ["README.md"]
    ),
    .executableTarget(
      name: "igtool",
      dependencies: [
        "Explaining", "Attribution", "Evaluation", "Classification", "Inputs", "Models",
        "Rendering",
        "Imaging", "Tensors", "Files",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"],
      swiftSettings: unhurriedSettings
    ),

    // MARK: - Tests

    .target(
      name: "TestSupport", dependencies: ["Engine", "Tensors", "Numerics"],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"]),
    .testTarget(name: "ProtocolBuffersTests", dependencies: ["ProtocolBuffers"]),
    .testTarget(name: "TokenizationTests", dependencies: ["Tokenization"]),
    // What Scripts/check-tokenizers runs.
    .executableTarget(
      name: "tokenize", dependencies: ["Tokenization"], path: "Tests/TokenizeDriver"
    ),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
    .testTarget(name: "ImagingTests", dependencies: ["Imaging"]),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "Tensors", "Numerics", "TestSupport"]),
    .testTarget(
      name: "ONNXTests",
      dependencies: [
        "ONNX", "Engine", "Tensors",
        "ProtocolBuffers",
      ]),
    .testTarget(
      name: "TensorFlowTests",
      dependencies: [
        "TensorFlow", "ONNX", "ProtocolBuffers",
      ]),
    .testTarget(
      name: "ModelsTests", dependencies: ["Models", "Imaging", "CStore", "TestSupport"]),
    .testTarget(
      name: "ClassificationTests",
      dependencies: [
        "Classification", "Models", "ONNX", "TensorFlow", "Imaging", "Tensors", "TestSupport",
        "ProtocolBuffers",
      ],
      exclude: ["Networks"]),
    .testTarget(
      name: "AttributionTests",
      dependencies: ["Attribution", "Tensors", "Numerics", "TestSupport"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Tensors", "Numerics"]),
    .testTarget(
      name: "InputsTests",
      dependencies: [
        "Inputs", "Models", "Imaging", "Tensors", "Files", "Tokenization", "TestSupport",
      ]),
    .testTarget(
      name: "ExplainingTests",
      dependencies: [
        "Explaining", "Attribution", "Evaluation", "Classification", "Inputs", "Models", "ONNX",
        "Imaging", "Tensors", "TestSupport",
        "ProtocolBuffers",
      ],
      exclude: ["Goldens"]),
    .testTarget(
      name: "RenderingTests",
      dependencies: ["Rendering", "Models", "Imaging", "Tensors", "Numerics", "CStore"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "igtoolTests",
      dependencies: [
        "igtool", "Explaining", "Inputs", "Classification", "Models", "Imaging", "Tensors",
        "Numerics", "Files",
      ],
      exclude: ["Goldens"]),
  ]
)

for target in package.targets where target.type == .test {
  target.swiftSettings = unhurriedSettings
}
