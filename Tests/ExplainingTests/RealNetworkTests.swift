import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models
import Tensors
import TestSupport
import Testing

/// Folders of real networks and photos; tests that need them are skipped without.
private let models = ProcessInfo.processInfo.environment["IGTOOL_MODELS"]
private let photos = ProcessInfo.processInfo.environment["IGTOOL_PHOTOS"]

// Skipped unless IGTOOL_MODELS has googlenet.onnx and squeezenet.onnx and IGTOOL_PHOTOS the photos.
@Suite("Real networks", .enabled(if: models != nil && photos != nil), .serialized)
struct RealNetworkTests {
  private func network(_ name: String) throws -> ExplainableNetwork {
    let store = try ModelStore(environment: ["IGTOOL_MODELS": models ?? "", "HOME": "/nonexistent"])
    var request = NetworkRequest(model: name)
    request.fit = .stretch
    return try ExplainableNetwork(store.locate(name), request)
  }

  private func prepared(_ photo: String, _ network: ExplainableNetwork) throws -> Tensor {
    try #require(network.pictureReader).prepare(
      try Image.read(path: "\(photos ?? "")/\(photo).jpg").image
    ).tensor
  }

  /// Known probabilities of the whole photos, stretched; they were resampled in another way.
  @Test("googlenet sees what is on the photos")
  func googlenet() throws {
    let network = try network("googlenet")
    let classifier = network.classifier
    let recognizer = try classifier.recognizer()
    #expect(network.warnings.isEmpty)
    let known = [
      ("Castle", "castle", 0.98), ("mug", "coffee mug", 0.93), ("owl", "great grey owl", 0.96),
      ("dog", "kelpie", 0.95), ("Ladybug", "ladybug", 0.80), ("seaurchin", "sea urchin", 0.68),
    ]
    // Decoders and resampling filters differ by a grey level or two.
    let resampling = 0.03
    for (photo, label, probability) in known {
      let found = try recognizer.probabilities(of: prepared(photo, network))
      let top = try #require(classifier.labels.ranked(found, count: 1).first)
      let meant = try classifier.labels.resolve(.label(label), probabilities: found)
      #expect(meant == [top.label], "\(photo)")
      #expect(abs(top.probability - probability) < resampling, "\(photo): \(top.probability)")
    }
  }

  @Test("squeezenet runs, and its scores agree with and without gradients")
  func squeezenet() throws {
    let network = try network("squeezenet")
    let classifier = network.classifier
    let photo = try prepared("owl", network)
    let expected = try classifier.recognizer().probabilities(of: photo)
    #expect(expected.count == 1000)
    #expect(abs(expected.reduce(0, +) - 1) < 1e-4)
    for kind in ScoreKind.allCases {
      let found = try classifier.scorer(kind, threads: 2).probabilities(of: photo)
      #expect(relativeDifference(found, expected) < 1e-4)
    }
  }

  /// In googlenet the logits are linear behind the default layer: F(V) = F(0) + ∂F/∂V · V.
  @Test(
    "the default layer is the last one with rows and columns",
    arguments: [
      ("googlenet", "inception_5b/output_1", [7, 7, 1024]),
      ("squeezenet", "conv10_2", [14, 14, 1000]),
    ])
  func defaultLayer(_ name: String, _ layer: String, _ shape: [Int]) throws {
    let network = try network(name)
    let classifier = network.classifier
    let found = try #require(classifier.defaultLayer)
    #expect(found.name == layer)
    #expect(found.shape.dimensions == shape)
    let photo = try prepared("owl", network)
    let scorer = try classifier.layerScorer(.logit, layer: found.node, threads: 2)
    let function = scorer.function(of: .largest)
    let look = try #require(try function.layer(at: PointBatch([photo])).first)
    let expected = try function.values(at: PointBatch([photo]))[0]
    #expect(abs(look.score - expected) < 1e-4 * expected)
    let sum = zip(look.gradient.values, look.activation.values).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
    let owl = try classifier.labels.resolve(.label("great grey owl"), probabilities: [])
    let fixed = scorer.function(of: .score(owl[0]))
    let empty = try fixed.tail(at: photo).values(at: PointBatch([Tensor(function.layerShape)]))
    #expect(abs(look.score - empty[0] - sum) < 1e-4 * expected)
  }
}
