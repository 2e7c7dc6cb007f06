import Classification
import Foundation
import Imaging
import TestSupport
import Testing

/// Folders of real networks and photos; tests that need them are skipped without.
private let models = ProcessInfo.processInfo.environment["IGTOOL_MODELS"]
private let photos = ProcessInfo.processInfo.environment["IGTOOL_PHOTOS"]

// Skipped unless IGTOOL_MODELS has googlenet.onnx and squeezenet.onnx and IGTOOL_PHOTOS the photos.
@Suite("Real networks", .enabled(if: models != nil && photos != nil), .serialized)
struct RealNetworkTests {
  private func classifier(_ name: String) throws -> Classifier {
    let store = try ModelStore(environment: ["IGTOOL_MODELS": models ?? "", "HOME": "/nonexistent"])
    var options = Classifier.Options()
    options.fit = .stretch
    return try Classifier(store.locate(name), options: options)
  }

  private func prepared(_ photo: String, _ classifier: Classifier) throws -> PreparedImage {
    classifier.input.prepare(try Image.read(path: "\(photos ?? "")/\(photo).jpg").image)
  }

  /// Known probabilities of the whole photos, stretched; they were resampled in another way.
  @Test("googlenet sees what is on the photos")
  func googlenet() throws {
    let classifier = try classifier("googlenet")
    let recognizer = try classifier.recognizer()
    #expect(classifier.warnings.isEmpty)
    let known = [
      ("Castle", "castle", 0.98), ("mug", "coffee mug", 0.93), ("owl", "great grey owl", 0.96),
      ("dog", "kelpie", 0.95), ("Ladybug", "ladybug", 0.80), ("seaurchin", "sea urchin", 0.68),
    ]
    // Decoders and resampling filters differ by a grey level or two.
    let resampling = 0.03
    for (photo, label, probability) in known {
      let found = try recognizer.probabilities(of: prepared(photo, classifier))
      let top = try #require(classifier.labels.ranked(found, count: 1).first)
      let meant = try classifier.labels.resolve(.label(label), probabilities: found)
      #expect(meant == [top.label], "\(photo)")
      #expect(abs(top.probability - probability) < resampling, "\(photo): \(top.probability)")
    }
  }

  @Test("squeezenet runs, and its scores agree with and without gradients")
  func squeezenet() throws {
    let classifier = try classifier("squeezenet")
    let photo = try prepared("owl", classifier)
    let expected = try classifier.recognizer().probabilities(of: photo)
    #expect(expected.count == 1000)
    #expect(abs(expected.reduce(0, +) - 1) < 1e-4)
    for kind in ScoreKind.allCases {
      let found = try classifier.scorer(kind, threads: 2).probabilities(of: photo.tensor)
      #expect(relativeDifference(found, expected) < 1e-4)
    }
  }
}
