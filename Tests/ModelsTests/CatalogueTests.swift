import Foundation
import Models
import Testing

@Suite("Catalogue of the binary") struct CatalogueTests {
  let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue.embedded()
  }

  @Test("names and aliases are unique among the networks that can be fetched")
  func unique() {
    let names = catalogue.downloadable.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(Set(catalogue.entries.map(\.name)).count == catalogue.entries.count)
    #expect(Set(catalogue.entries.map(\.sha256)).count == catalogue.entries.count)
  }

  @Test("googlenet fetches the model zoo's GoogLeNet")
  func googlenet() {
    let entry = catalogue.downloadable("googlenet")
    #expect(entry?.name == "googlenet-12")
    #expect(entry?.bytes == 28_021_836)
    #expect(entry?.manifest.input.preprocessing?.channelOrder == .bgr)
  }

  @Test("inception5h is a frozen graph in an archive, with names for all classes but the last 7")
  func inception() throws {
    let entry = try #require(catalogue.downloadable("inception5h"))
    #expect(entry.url?.hasPrefix("https://") == true && entry.url?.hasSuffix(".zip") == true)
    #expect(entry.archive?.network == "tensorflow_inception_graph.pb")
    #expect(entry.fetchedBytes < entry.bytes)
    #expect(entry.manifest.output?.name == "softmax2")
    #expect(entry.manifest.input.preprocessing?.mean == [117, 117, 117])
    #expect(entry.manifest.labels?.lines == 1001 && entry.manifest.labels?.classes == 1008)
    #expect(entry.manifest.labels?.url == nil && entry.manifest.labels?.sha256 != nil)
  }

  @Test("every other address is secure and ends with the network's own name")
  func addresses() {
    #expect(catalogue.downloadable.count == 12)
    for entry in catalogue.downloadable where entry.archive == nil {
      let expected =
        "https://huggingface.co/onnxmodelzoo/\(entry.name)/resolve/main/\(entry.name).onnx"
      #expect(entry.url == expected)
      #expect(entry.manifest.labels?.url?.hasPrefix("https://") == true)
      #expect(entry.manifest.labels?.sha256 != nil)
    }
  }

  @Test("every network has a size, a licence, a preprocessing and a thousand names")
  func complete() {
    for entry in catalogue.entries {
      #expect(entry.manifest.input.width == entry.manifest.input.height)
      #expect(entry.manifest.input.width != nil)
      #expect(entry.manifest.input.preprocessing != nil)
      #expect(entry.manifest.license != nil && entry.manifest.title != nil)
      #expect(entry.manifest.output != nil)
      #expect([1000, 1001].contains(entry.manifest.labels?.lines))
    }
  }

  @Test("the built-in network is the one that its manifest describes, with its labels")
  func builtIn() throws {
    let store = try ModelStore(environment: [:])
    let shapes = try store.locate("shapes")
    #expect(shapes.path == nil)
    #expect(shapes.manifest?.sha256 == [Checksum.sha256(of: try shapes.network())])
    #expect(shapes.labels?.contains("circle") == true)
    #expect(try store.verify("shapes").verdict == .asInManifest)
  }

  @Test(
    "the built-in networks for tables and texts have labels in their manifests",
    arguments: ["iris", "mood"])
  func small(_ name: String) throws {
    let store = try ModelStore(environment: [:])
    let files = try store.locate(name)
    #expect(files.path == nil && files.labels == nil)
    #expect(files.manifest?.output?.labels?.isEmpty == false)
    #expect(try store.verify(name).verdict == .asInManifest)
  }

  @Test("a name that cannot be a file's name is refused")
  func badName() {
    let checksum = String(repeating: "0", count: 64)
    let json = #"{"models": [{"name": "../x", "bytes": 1, "sha256": "\#(checksum)"}]}"#
    let error = #expect(throws: ModelsError.self) {
      try Catalogue(json: Data(json.utf8), file: "catalogue")
    }
    #expect(error?.description == #"catalogue: "models[0].name" cannot be a file's name"#)
  }
}
