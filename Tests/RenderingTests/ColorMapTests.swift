import Imaging
import Rendering
import Testing

@Suite("Colour maps")
struct ColorMapTests {
  @Test(
    "ends, quarter and middle of a map are matplotlib's",
    arguments: [
      (ColorMap.inferno, [(0, 0, 3), (87, 15, 109), (187, 55, 84), (252, 254, 164)]),
      (.viridis, [(68, 1, 84), (58, 82, 139), (32, 144, 140), (253, 231, 36)]),
      (.magma, [(0, 0, 3), (80, 18, 123), (182, 54, 121), (251, 252, 191)]),
      (.turbo, [(48, 18, 59), (40, 187, 235), (164, 252, 59), (122, 4, 2)]),
      (.grays, [(0, 0, 0), (64, 64, 64), (128, 128, 128), (255, 255, 255)]),
    ] as [(ColorMap, [(UInt8, UInt8, UInt8)])])
  func samples(map: ColorMap, colors: [(UInt8, UInt8, UInt8)]) {
    for (value, color) in zip([0, 0.25, 0.5, 1] as [Float], colors) {
      #expect(map.color(at: value) == Color(red: color.0, green: color.1, blue: color.2))
    }
  }

  @Test(
    "all 768 bytes of a table have the FNV-1a hash of matplotlib's",
    arguments: [
      (ColorMap.inferno, 0x6141_c43a_1976_21e9), (.viridis, 0x90c6_ad65_c23a_4182),
      (.magma, 0x31dd_e46d_7e81_9339), (.turbo, 0x4ee0_5738_aea3_685a),
    ] as [(ColorMap, UInt64)])
  func tables(map: ColorMap, hash: UInt64) {
    let bytes = map.table.flatMap { [$0.red, $0.green, $0.blue] }
    #expect(bytes.count == 768)
    #expect(bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } == hash)
  }

  @Test("every map has 256 colours", arguments: ColorMap.allCases)
  func counts(map: ColorMap) {
    #expect(map.table.count == 256)
  }

  @Test("diverging maps are neutral exactly at zero and pure at their ends")
  func diverging() {
    #expect(ColorMap.redGreen.color(at: 0) == .black)
    #expect(ColorMap.redGreen.color(at: -1) == Color(red: 255, green: 0, blue: 0))
    #expect(ColorMap.redGreen.color(at: 1) == Color(red: 0, green: 255, blue: 0))
    #expect(ColorMap.redBlue.color(at: 0) == .white)
    #expect(ColorMap.redBlue.color(at: -1) == Color(red: 255, green: 0, blue: 0))
    #expect(ColorMap.redBlue.color(at: 1) == Color(red: 0, green: 0, blue: 255))
  }

  @Test("numbers outside are clipped, and no number is zero", arguments: ColorMap.allCases)
  func clipping(map: ColorMap) {
    #expect(map.color(at: 1e38) == map.color(at: 1))
    #expect(map.color(at: .infinity) == map.color(at: 1))
    #expect(map.color(at: -.infinity) == map.color(at: -1))
    #expect(map.color(at: .nan) == map.color(at: 0))
  }

  @Test("a sequential map shows magnitudes")
  func magnitudes() {
    #expect(ColorMap.inferno.color(at: -0.5) == ColorMap.inferno.color(at: 0.5))
  }

  @Test("a picture of a plane has the colours of its numbers")
  func picture() {
    let picture = ColorMap.redGreen.image(
      of: Plane(width: 2, height: 2, values: [-1, 0, 0.5, .nan]))
    #expect(picture.width == 2 && picture.height == 2 && picture.format == .rgb)
    #expect(picture.samples == [255, 0, 0, 0, 0, 0, 0, 129, 0, 0, 0, 0])
  }
}
