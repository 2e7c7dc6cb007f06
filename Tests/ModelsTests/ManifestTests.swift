import Foundation
import Models
import Testing

@Suite("Manifest") struct ManifestTests {
  @Test("every key is read, and written so that it reads the same")
  func roundTrip() throws {
    let checksum = String(repeating: "0a", count: 32)
    let json = """
      {"name": "net", "title": "Net", "description": "A net.", "license": "MIT", "source": "here",
       "input": {"width": 224, "height": 200, "fit": "crop", "cropRatio": 0.875,
                 "preprocessing": {"mean": [1, 2, 3], "std": [4, 5, 6], "channelOrder": "bgr"}},
       "output": "logit",
       "labels": {"file": "l.txt", "url": "https://example.org/l", "bytes": 9, "lines": 3,
                  "classes": 4,
                  "sha256": "\(checksum)"},
       "sha256": ["\(checksum.uppercased())"], "unknown": [1, {}]}
      """
    let manifest = try Manifest(json: Data(json.utf8), file: "net.json")
    #expect(manifest.name == "net")
    #expect(manifest.summary == "A net.")
    #expect(manifest.input.width == 224 && manifest.input.height == 200)
    #expect(manifest.input.fit == .crop && manifest.input.cropRatio == 0.875)
    #expect(
      manifest.input.preprocessing
        == Preprocessing(mean: [1, 2, 3], std: [4, 5, 6], channelOrder: .bgr))
    #expect(manifest.output == .logit)
    #expect(manifest.labels?.lines == 3 && manifest.labels?.classes == 4)
    #expect(manifest.sha256 == [checksum])
    #expect(try Manifest(json: manifest.json(), file: "again.json") == manifest)
  }

  @Test("everything may be absent")
  func empty() throws {
    #expect(try Manifest(json: Data("{}".utf8), file: "net.json") == Manifest())
    let short = try Manifest(json: Data(#"{"labels": "l.txt"}"#.utf8), file: "net.json")
    #expect(short.labels == LabelSource(file: "l.txt"))
    #expect(try Manifest(json: short.json(), file: "net.json") == short)
  }

  @Test(
    "an error names the file, the key, and what should be there",
    arguments: [
      (#"{"input": {"width": "x"}}"#, #""input.width" must be a whole number"#),
      (#"{"input": {"height": 0}}"#, #""input.height" must be 1 to 65535, is 0"#),
      (#"{"input": 3}"#, #""input" must be an object"#),
      (
        #"{"input": {"fit": "zoom"}}"#,
        #""input.fit" must be "pad", "crop" or "stretch", found "zoom""#
      ),
      (#"{"input": {"cropRatio": 1.5}}"#, #""input.cropRatio" must be above 0 and at most 1"#),
      (
        #"{"input": {"preprocessing": "keras"}}"#,
        #""input.preprocessing" must be "caffe", "torch", "tf", "unit" or "none", found "keras""#
      ),
      (
        #"{"input": {"preprocessing": {"mean": [1, 2]}}}"#,
        #""input.preprocessing.mean" must have 3 numbers, has 2"#
      ),
      (
        #"{"input": {"preprocessing": {"mean": [1, 2, "3"]}}}"#,
        #""input.preprocessing.mean[2]" must be a number"#
      ),
      (
        #"{"input": {"preprocessing": {"std": [1, 0, 1]}}}"#,
        #""input.preprocessing.std" must not be zero, found [1.0, 0.0, 1.0]"#
      ),
      (
        #"{"labels": "../secret"}"#,
        #""labels" must be the name of a file in the manifest's folder, found "../secret""#
      ),
      (#"{"labels": {"url": "x"}}"#, #""labels.file" is missing"#),
      (#"{"sha256": ["12"]}"#, #""sha256" must have 64 hexadecimal digits, found "12""#),
      (#"{"name": "#, "is not JSON"),
      ("[]", "must be an object"),
    ])
  func errors(_ json: String, _ problem: String) {
    let error = #expect(throws: ModelsError.self) {
      try Manifest(json: Data(json.utf8), file: "net.json")
    }
    #expect(error?.description == "net.json: \(problem)")
    #expect(error?.kind == .badData)
  }
}
