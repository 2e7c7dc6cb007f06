import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models
import Tensors
import TestSupport
import Testing

/// The repository's folder `Models/shapes/samples`.
private let samples = URL(fileURLWithPath: #filePath)
  .appending(path: "../../../Models/shapes/samples").standardizedFileURL.path

/// The sample pictures that are named after their class.
private let shapes = ((try? FileManager.default.contentsOfDirectory(atPath: samples)) ?? [])
  .filter { $0.hasSuffix(".png") && $0 != "scene.png" }.map { String($0.dropLast(4)) }.sorted()

@Suite("The built-in network") struct ShapesTests {
  /// Probabilities of two orders of summation: each layer sums hundreds of products.
  private static let agreement = 1e-4

  private func network() throws -> ExplainableNetwork {
    try ExplainableNetwork(
      ModelStore(environment: [:]).locate("shapes"), NetworkRequest(model: "shapes"))
  }

  private func photo(_ shape: String, _ network: ExplainableNetwork) throws -> Tensor {
    try #require(network.pictureReader).prepare(
      try Image.read(path: "\(samples)/\(shape).png").image
    ).tensor
  }

  @Test("there are sample pictures")
  func pictures() {
    #expect(shapes.count >= 5)
  }

  @Test("it knows its samples", arguments: shapes)
  func recognises(_ shape: String) throws {
    let network = try network()
    let classifier = network.classifier
    let found = try classifier.recognizer().probabilities(of: photo(shape, network))
    let top = try #require(classifier.labels.ranked(found, count: 1).first)
    #expect(top.label.label == shape)
    #expect(top.probability > 0.5)
    #expect(abs(found.reduce(0, +) - 1) < 1e-5)
  }

  @Test("with and without gradients, and from every kind of score, probabilities are the same")
  func agreement() throws {
    let network = try network()
    let classifier = network.classifier
    let photo = try photo("star", network)
    let expected = try classifier.recognizer().probabilities(of: photo)
    for kind in ScoreKind.allCases {
      let found = try classifier.scorer(kind, threads: 1).probabilities(of: photo)
      #expect(relativeDifference(found, expected) < Self.agreement)
    }
  }

  @Test("one thread and two give the same bits", arguments: [1, 3, 33])
  func threads(_ points: Int) throws {
    let network = try network()
    let classifier = network.classifier
    let photo = try photo("heart", network)
    let batch = PointBatch(
      from: Tensor(photo.shape, repeating: -1), to: photo,
      at: (0..<points).map { Double($0 + 1) / Double(points) },
      weights: [Double](repeating: 1 / Double(points), count: points))
    let heart = classifier.labels[4]
    let found = try [1, 2].map { threads in
      try classifier.scorer(.probability, threads: threads).function(of: heart)
        .gradients(at: batch)
    }
    #expect(found[0].values == found[1].values)
    #expect(found[0].sums == found[1].sums)
  }

  /// Along the gradient the derivative is its length, which leaves rounding no room.
  @Test("gradients are those of finite differences", arguments: ScoreKind.allCases)
  func gradients(_ kind: ScoreKind) throws {
    let network = try network()
    let classifier = network.classifier
    let photo = try photo("ring", network)
    // Between a grey picture and the photo, where no score is saturated, and with some grain: where
    // flat areas make the entries of a maximum equal, there is no gradient.
    let grain = Tensor.random(photo.shape, in: -0.1...0.1, seed: 1)
    let point = Tensor(
      photo.shape, zip(photo.values, grain.values).map { $0 * 0.5 + $1 })
    let ring = try #require(
      classifier.labels.resolve(.label("ring"), probabilities: []).first)
    let function = try classifier.scorer(kind, threads: 1).function(of: ring)
    let gradient = try function.gradients(at: PointBatch([point])).sums[0]
    let length = gradient.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(length > 0)
    // A step so short that few rectifiers and maxima switch, and so long that scores of seven
    // digits change in the fourth.
    let step = 1e-3
    let ends = [step, -step].map { way in
      Tensor(
        point.shape,
        zip(point.values, gradient.values).map { $0 + Float(way * Double($1) / length) })
    }
    let scores = try function.values(at: PointBatch(ends))
    let slope = (scores[0] - scores[1]) / (2 * step)
    #expect(abs(slope - length) < 0.005 * length, "\(slope) against \(length)")
  }
}
