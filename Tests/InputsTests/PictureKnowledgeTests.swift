import Foundation
import Imaging
import Inputs
import Models
import Tensors
import TestSupport
import Testing

@Suite("What is known of a network's pictures") struct PictureKnowledgeTests {
  private func input(_ shape: Shape, isPicture: Bool = true, isInteger: Bool = false)
    -> InputDescription
  {
    InputDescription(
      file: "net.onnx", name: "x", shape: shape, isPicture: isPicture, isInteger: isInteger,
      declared: "N×\(shape)")
  }

  /// What is known of a network of 3×2 pixels with these files beside it.
  private func knowledge(
    _ input: InputDescription? = nil, files: [String: String] = [:],
    options: PictureKnowledge.Options = .init()
  ) throws -> PictureKnowledge {
    let folder = try TemporaryFolder()
    let path = try folder.write("net.onnx", Data())
    for (name, text) in files { try folder.write(name, text) }
    return try PictureKnowledge(
      of: input ?? self.input([2, 3, 3]),
      files: ModelStore(environment: ["HOME": folder.path]).locate(path), options: options)
  }

  private let photo = Image(
    width: 3, height: 2,
    samples: [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 255, 255, 255, 7, 7, 7])
  /// (19595 r + 38470 g + 7471 b + 32768) >> 16, worked out by hand.
  private let luma: [Float] = [76, 150, 29, 18, 255, 7]

  @Test("one channel sees luma")
  func gray() throws {
    let input = try knowledge(input([2, 3, 1])).reader
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

  @Test("other channels, and what is no picture, are refused")
  func channels() throws {
    for input in [
      input([8, 8, 4]), input([8, 8, 2]), input([8]), input([2, 3, 3], isPicture: false),
    ] {
      let error = #expect(throws: InputsError.self) { try knowledge(input) }
      let text = "\(try #require(error))"
      #expect(text.hasPrefix("net.onnx: ") && text.contains("igtool run"))
      #expect(text.hasSuffix("found input \"x\" of shape N×\(input.shape)"))
    }
  }

  @Test("a network that nothing is known of is fed pixels as they are, with a warning")
  func unknown() throws {
    for files in [[:], ["net.json": #"{"title": "Tiny"}"#]] {
      let found = try knowledge(files: files)
      #expect(found.reader.preprocessing == Preprocessing(.none) && found.reader.fit == .pad)
      #expect(found.assumed.count == 1 && found.warnings.isEmpty)
      #expect(found.assumed.first?.hasPrefix("nothing says what ") == true)
      #expect(found.assumed.first?.contains("--preprocess") == true)
    }
    var options = PictureKnowledge.Options()
    options.preprocessing = Preprocessing(.none)
    #expect(try knowledge(options: options).assumed.isEmpty)
  }

  @Test("what is said goes over the manifest, and the manifest over nothing")
  func manifest() throws {
    let files = [
      "net.json": #"{"input": {"preprocessing": "caffe", "fit": "crop", "cropRatio": 0.5}}"#
    ]
    #expect(
      try knowledge(files: files).reader
        == PictureReader(
          size: Size(width: 3, height: 2), preprocessing: Preprocessing(.caffe), fit: .crop,
          cropRatio: 0.5))
    var options = PictureKnowledge.Options()
    (options.mean, options.channelOrder, options.fit) = ([1, 2, 3], .rgb, .stretch)
    let reader = try knowledge(files: files, options: options).reader
    #expect(
      reader.preprocessing
        == Preprocessing(mean: [1, 2, 3], std: [1, 1, 1], channelOrder: .rgb))
    #expect(reader.fit == .stretch)
    options.preprocessing = Preprocessing(.torch)
    options.mean = nil
    #expect(try knowledge(files: files, options: options).reader.preprocessing.std[0] == 58.395)
  }

  @Test("integers are fed pixels")
  func bytes() throws {
    let found = try knowledge(input([2, 3, 3], isInteger: true))
    #expect(found.reader.preprocessing == Preprocessing(.none))
    #expect(found.assumed.contains { $0.contains("integers") })
  }

  @Test("options that contradict what is known are heeded, with a warning")
  func contradiction() throws {
    let manifest = ["net.json": #"{"input": {"preprocessing": "torch"}}"#]
    var options = PictureKnowledge.Options()
    options.preprocessing = Preprocessing(.torch)
    #expect(try knowledge(files: manifest, options: options).warnings.isEmpty)
    options.preprocessing = Preprocessing(.unit)
    let found = try knowledge(files: manifest, options: options)
    #expect(found.reader.preprocessing == Preprocessing(.unit))
    #expect(found.warnings.contains { $0.contains("heeded") })
  }

  @Test("an image processor of Hugging Face becomes pixels, fit and filter")
  func processor() throws {
    func input(_ json: String) throws -> PictureReader {
      try knowledge(files: ["preprocessor_config.json": json]).reader
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
