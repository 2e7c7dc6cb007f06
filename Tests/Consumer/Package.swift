// swift-tools-version: 6.2
import PackageDescription

/// A package that explains a picture by igtool's libraries, as anybody's may (Scripts/check-consumer).
let package = Package(
  name: "Consumer",
  dependencies: [.package(name: "igtool", path: "../..")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "Explaining", package: "igtool"),
        .product(name: "Rendering", package: "igtool"),
      ])
  ]
)
