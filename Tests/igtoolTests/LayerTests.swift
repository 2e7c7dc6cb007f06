import Foundation
import Tensors
import Testing

/// `igtool explain --layer`: attributions of values inside the network.
struct LayerTests {
  private let sandbox = Sandbox()
  /// The first convolution: an affine function of the photo.
  private static let affine = "conv1_linear"

  @Test("grad-cam looks at the layer that it names")
  func defaultLayer() throws {
    let found = try sandbox.explained(["--method", "grad-cam"])
    let layer = try #require(found.report.layer)
    #expect(try sandbox.map("--method", "grad-cam", "--layer", layer) == found.map)
    #expect(found.map.values.allSatisfy { $0 >= 0 })
    let info = try sandbox.run("model", "info", "shapes", "--layers")
    #expect(info.output.contains("\(layer), where a method looks by default"))
    let earlier = try sandbox.explained(["--method", "grad-cam", "--layer", "conv2"])
    #expect(earlier.report.layer == "conv2" && earlier.report.shape == [24, 24, 1])
  }

  @Test("grad-cam shows tokens as a grid, and guided-backprop says that it is a plain gradient")
  func transformer() throws {
    let network = ["--model", "\(Samples.networks)/vit/model.onnx", "--preprocess", "torch"]
    let shown = try sandbox.run(
      ["explain", Samples.star, "--method", "grad-cam", "--save", "overlay,npy", "-o", "."]
        + network)
    #expect(shown.status == 0, "\(shown.error)")
    let map = try sandbox.array("star.grad-cam.attribution.npy")
    #expect(map.shape.rank == 3 && map.shape[0] == map.shape[1] && map.shape[2] == 1)
    #expect(map.shape[0] > 1 && map.values.contains { $0 > 0 })
    let guided = try sandbox.run(
      ["explain", Samples.star, "--method", "guided-backprop", "-o", "."] + network)
    #expect(guided.status == 0)
    #expect(guided.error.contains("the network has no rectifiers (ReLU)"))
  }

  @Test("at an affine layer, ig adds up to what it does at the photo, gap included")
  func affine() throws {
    let photo = try sandbox.report("--steps", "6")
    let layer = try sandbox.report("--steps", "6", "--layer", Self.affine)
    #expect(layer.layer == Self.affine && layer.shape == [48, 48, 24])
    #expect(abs(layer.sum - photo.sum) < 1e-4 * abs(photo.sum))
    let gaps = (try #require(layer.gap), try #require(photo.gap))
    #expect(abs(gaps.0 - gaps.1) < 1e-4 * abs(photo.sum))
    #expect(layer.evaluations == photo.evaluations)
  }

  @Test("at an affine layer, conductance is ig, and so is the influence times the layer's change")
  func affineConductance() throws {
    // In a grainy picture, rounding decides no maximum of a pooling window.
    let picture = try sandbox.grainyStar()
    func map(_ arguments: String...) throws -> Tensor {
      try sandbox.explained(
        ["--steps", "8", "--layer", Self.affine] + arguments, picture: picture
      ).map
    }
    expectClose(try map("--method", "conductance"), try map().values, within: 1e-4)
    expectClose(
      try map("--method", "internal-influence"), try map("--multiply-by-inputs", "no").values,
      within: 1e-4)
  }

  @Test(
    "conductance of a layer that everything passes adds up to the change of the score",
    arguments: ["pool2", "inception_4b", "features"])
  func cut(layer: String) throws {
    let report = try sandbox.report(
      "--method", "conductance", "--layer", layer, "--steps", "100", "--score", "logit")
    let change = report.score.input - (try #require(report.score.baseline))
    #expect(abs(report.sum - change) < 0.02 * change)
    #expect(report.gap == nil && report.evaluations == 101)
  }

  @Test(
    "methods at a layer keep the promises that they make at the photo",
    arguments: ["ig", "guided-ig", "idgi", "left-ig"])
  func promises(name: String) throws {
    let report = try sandbox.report(
      "--method", name, "--steps", "60", "--layer", "inception_4b")
    #expect(report.complete == true && report.shape == [6, 6, 320])
    let photo = try sandbox.report("--method", "gradient")
    #expect(abs(report.score.input - photo.score.input) < 1e-6)
  }

  @Test("at a layer too, the path is sampled until the map is good enough")
  func adaptive() throws {
    let report = try sandbox.report("--layer", "inception_4b")
    #expect(report.rule == "adaptive" && report.converged == true && report.complete == true)
    // What is said of dark parts is said of photos.
    #expect(report.warnings.isEmpty)
  }

  @Test("input × gradient at a layer is the gradient times the layer's value")
  func product() throws {
    let options = ["--layer", "features", "--score", "logit"]
    let gradient = try sandbox.explained(["--method", "gradient"] + options).map
    let product = try sandbox.explained(["--method", "input-x-gradient"] + options).map
    #expect(gradient.shape == [320] && product.shape == [320])
    let channels = [0, 100, 319]
    let values = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--method", "gradient", "--json"]
        + channels.flatMap { ["--target", "layer:features:\($0)"] }
    ).reports().map(\.score.input)
    for (channel, value) in zip(channels, values) {
      let expected = Float(value) * gradient.values[channel]
      #expect(abs(product.values[channel] - expected) <= 1e-4 * abs(expected))
    }
    #expect(values.contains { $0 > 0 })
  }

  // MARK: - Files

  @Test("without rows and columns there is no mask, which is said before any work")
  func vectorWithoutMask() throws {
    for save in ["mask", "npy,overlay", "panel,json"] {
      let outcome = try sandbox.run(
        ["explain", "none.png", "--model", "shapes", "--layer", "features", "--save", save])
      expectFailure(outcome, status: 64, "--layer features: without rows and columns")
      #expect(outcome.error.contains("--save npy,json"))
    }
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "attributions of a vector are written in its shape",
    arguments: [
      ["--steps", "3"], ["--method", "conductance", "--steps", "3"], ["--method", "gradient"],
    ])
  func vector(options: [String]) throws {
    let outcome = try sandbox.run(
      [
        "explain", Samples.star, "--model", "shapes", "--layer", "features", "--save", "npy,json",
        "--quiet", "--name", "{stem}.{product}",
      ] + options)
    expectSuccess(outcome)
    #expect(sandbox.files == ["star.attribution.npy", "star.json"])
    #expect(try sandbox.array("star.attribution.npy").shape == [320])
    let text = try sandbox.bytes("star.json")
    let report = try JSONDecoder().decode(ReportText.self, from: Data(text))
    #expect(report.shape == [320] && report.layer == "features")
  }

  @Test("maps of a layer are drawn at the photo's size")
  func drawn() throws {
    let outcome = try sandbox.run(
      [
        "explain", Samples.star, "--model", "shapes", "--layer", "pool2", "--steps", "2",
        "--save", "mask,heatmap,outline,panel", "--canvas", "photo",
      ])
    #expect(outcome.status == 0, "\(outcome.error)")
    for name in ["mask", "heatmap", "outline"] {
      let picture = try sandbox.picture("star.\(name).png")
      #expect((picture.width, picture.height) == (96, 96))
    }
  }
}
