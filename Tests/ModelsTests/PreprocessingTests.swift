import Foundation
import Models
import Testing

@Suite("Preprocessing") struct PreprocessingTests {
  @Test("the named conventions have the values that their frameworks use")
  func presets() {
    #expect(Preprocessing(.caffe).mean == [123, 117, 104])
    #expect(Preprocessing(.caffe).std == [1, 1, 1])
    #expect(Preprocessing(.caffe).channelOrder == .bgr)
    #expect(Preprocessing(.torch).mean == [123.675, 116.28, 103.53])
    #expect(Preprocessing(.torch).std == [58.395, 57.12, 57.375])
    #expect(Preprocessing(.tf).mean == Preprocessing(.tf).std)
    #expect(Preprocessing(.tf).mean == [127.5, 127.5, 127.5])
    #expect(Preprocessing(.unit).std == [255, 255, 255])
    #expect(Preprocessing(.none).std == [1, 1, 1])
    for preset in Preprocessing.Preset.allCases where preset != .caffe {
      #expect(preset.preprocessing.channelOrder == .rgb)
    }
  }

  @Test("torchvision's values are ImageNet's mean and deviation times 255")
  func torch() {
    for (pixel, unit) in zip(Preprocessing(.torch).mean, [0.485, 0.456, 0.406]) {
      #expect(abs(pixel - unit * 255) < 1e-9)
    }
    for (pixel, unit) in zip(Preprocessing(.torch).std, [0.229, 0.224, 0.225]) {
      #expect(abs(pixel - unit * 255) < 1e-9)
    }
  }

  @Test("reading what was written gives the same value", arguments: Preprocessing.Preset.allCases)
  func roundTrip(_ preset: Preprocessing.Preset) throws {
    let data = try JSONEncoder().encode(preset.preprocessing)
    #expect(try JSONDecoder().decode(Preprocessing.self, from: data) == preset.preprocessing)
    let name = try JSONEncoder().encode(preset.rawValue)
    #expect(try JSONDecoder().decode(Preprocessing.self, from: name) == preset.preprocessing)
  }

  @Test("one number stands for three, and absent values change nothing")
  func short() throws {
    let data = Data(#"{"std": 255}"#.utf8)
    #expect(try JSONDecoder().decode(Preprocessing.self, from: data) == Preprocessing(.unit))
    let empty = Data("{}".utf8)
    #expect(try JSONDecoder().decode(Preprocessing.self, from: empty) == Preprocessing(.none))
  }
}
