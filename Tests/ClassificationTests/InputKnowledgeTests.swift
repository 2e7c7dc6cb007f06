import Classification
import Foundation
import Imaging
import Models
import Tensors
import Testing

@Suite("What is known of a network's picture") struct InputKnowledgeTests {
  private let photo = Image(
    width: 3, height: 2,
    samples: [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 255, 255, 255, 7, 7, 7])
  /// (19595 r + 38470 g + 7471 b + 32768) >> 16, worked out by hand.
  private let luma: [Float] = [76, 150, 29, 18, 255, 7]

  @Test("one channel sees luma, first or last", arguments: [[1, 1, 2, 3], [1, 2, 3, 1]])
  func gray(_ extents: [Int]) throws {
    let classifier = try ColumnNetwork(input: extents).classifier()
    let input = classifier.input
    #expect(input.channels == 1 && input.size == Size(width: 3, height: 2))
    let prepared = input.prepare(photo)
    #expect(prepared.tensor == Tensor([2, 3, 1], luma))
    for baseline in [Baseline.white, .mean, .blur(sigma: 1), .noise(count: 1)] {
      let pictures = try baseline.pictures(for: prepared, input: input, seed: 0)
      #expect(pictures[0].values.shape == [2, 3, 1])
      #expect(pictures[0].image.format == .rgb)
    }
    let red = try Baseline.uniform([255, 0, 0]).pictures(for: prepared, input: input, seed: 0)
    #expect(abs(red[0].values.values[0] - 76.245) < 0.01)
    #expect(Preprocessing(.caffe).inColorOrder(prepared.tensor) == prepared.tensor)
  }

  @Test("three channels may be last")
  func channelsLast() throws {
    let network = ColumnNetwork(input: [1, 8, 9, 3])
    let classifier = try network.classifier()
    #expect(classifier.input.shape == [8, 9, 3])
    let values = Tensor.random([8, 9, 3], seed: 3)
    let found = try classifier.recognizer().probabilities(of: values)[0]
    #expect(abs(found - network.logits(values.values)[0]) < 1e-4)
  }

  @Test("other channels are refused", arguments: [[1, 4, 8, 8], [1, 2, 8, 8], [1, 8, 8, 4]])
  func channels(_ extents: [Int]) {
    let error = ColumnNetwork(input: extents).failure()
    #expect(error.contains("channel") && error.contains("igtool run"))
  }

  @Test("integers are fed pixels")
  func bytes() throws {
    let classifier = try ColumnNetwork(type: 2).classifier()
    #expect(classifier.input.preprocessing == Preprocessing(.none))
    #expect(classifier.assumed.contains { $0.contains("integers") })
  }

  @Test("an open size is the option's, the folder's, the picture's, or 224")
  func openSize() throws {
    let network = ColumnNetwork(input: [1, 3, nil, nil])
    #expect(try network.classifier().input.size == Size(width: 224, height: 224))
    var options = Classifier.Options()
    options.openSize = { (Size(width: 5, height: 4), "the size of photo.jpg") }
    let classifier = try network.classifier(options: options)
    #expect(classifier.input.size == Size(width: 5, height: 4))
    #expect(classifier.assumed.contains { $0.contains("4x5, the size of photo.jpg") })
    let folder = ["preprocessor_config.json": #"{"size": {"height": 6, "width": 7}}"#]
    #expect(
      try network.classifier(files: folder, options: options).input.size
        == Size(width: 7, height: 6))
    options.size = Size(width: 9, height: 9)
    #expect(try network.classifier(files: folder, options: options).input.size.width == 9)
  }

  @Test("options that contradict what is known are heeded, with a warning")
  func contradiction() throws {
    let manifest = ["net.json": #"{"input": {"preprocessing": "torch"}}"#]
    var options = Classifier.Options()
    options.preprocessing = Preprocessing(.torch)
    let network = ColumnNetwork()
    #expect(
      try !network.classifier(files: manifest, options: options).warnings
        .contains { $0.contains("heeded") })
    options.preprocessing = Preprocessing(.unit)
    let classifier = try network.classifier(files: manifest, options: options)
    #expect(classifier.input.preprocessing == Preprocessing(.unit))
    #expect(classifier.warnings.contains { $0.contains("heeded") })
  }

  @Test("an image processor of Hugging Face becomes pixels, fit and filter")
  func processor() throws {
    func input(_ json: String) throws -> NetworkInput {
      try ColumnNetwork().classifier(files: ["preprocessor_config.json": json]).input
    }
    let vit = try input(
      """
      {"do_resize": true, "size": {"height": 2, "width": 3}, "resample": 2, "do_rescale": true, \
      "rescale_factor": 0.00392156862745098, "do_normalize": true, \
      "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
      """)
    #expect(vit.fit == .stretch && vit.filter == .bilinear)
    #expect(vit.preprocessing.mean.allSatisfy { abs($0 - 127.5) < 1e-9 })
    #expect(vit.preprocessing.std.allSatisfy { abs($0 - 127.5) < 1e-9 })
    let resnet = try input(
      """
      {"size": {"shortest_edge": 256}, "do_center_crop": true, "resample": 3, \
      "crop_size": {"height": 224, "width": 224}, "image_mean": [0.485, 0.456, 0.406], \
      "image_std": [0.229, 0.224, 0.225]}
      """)
    #expect(resnet.fit == .crop && resnet.cropRatio == 0.875 && resnet.filter == .bicubic)
    #expect(abs(resnet.preprocessing.mean[0] - 123.675) < 1e-9)
    let convnext = try input(#"{"size": {"shortest_edge": 224}, "crop_pct": 0.875, "resample": 0}"#)
    #expect(convnext.fit == .crop && convnext.cropRatio == 0.875 && convnext.filter == .nearest)
    #expect(
      try input(#"{"size": 224, "do_normalize": false}"#).preprocessing.std == [255, 255, 255])
    #expect(
      try input(#"{"size": 224, "do_rescale": false, "do_normalize": false}"#).preprocessing
        == Preprocessing(.none))
    // What a tokenizer's configuration says is not about pictures.
    #expect(try input(#"{"feature_size": 80}"#).preprocessing == Preprocessing(.none))
  }
}
