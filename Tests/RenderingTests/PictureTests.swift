import Imaging
import Rendering
import Testing

@Suite("Pictures of heat maps")
struct PictureTests {
  private let map = Heatmap(
    plane: Plane(width: 3, height: 1, values: [0, 0.5, 1]), scale: 1, isSigned: false)
  private let photo = Image(
    width: 3, height: 1, samples: [200, 100, 50, 10, 20, 30, 255, 255, 255])

  @Test("a mask is the map in rounded shades of gray")
  func mask() {
    let mask = map.mask()
    #expect(mask.format == .gray)
    #expect(mask.samples == [0, 128, 255])
  }

  @Test("the mask of a signed map shows magnitudes")
  func signedMask() {
    let plane = Plane(width: 3, height: 1, values: [-1, 0, 0.2])
    #expect(Heatmap(plane: plane, scale: 1, isSigned: true).mask().samples == [255, 0, 51])
  }

  @Test("an overlay that covers everything alike mixes photo and colour in fixed parts")
  func uniformOverlay() {
    let overlay = Overlay(opacity: 0.6, cover: 1, saturation: 1)
    // 0.4 · photo + 0.6 · gray level, which is 0, 128 and 255.
    #expect(
      map.overlaid(on: photo, by: .grays, overlay: overlay).samples
        == [80, 40, 20, 81, 85, 89, 255, 255, 255])
  }

  @Test("opacity 0 leaves the photo, and opacity 1 everywhere leaves the colours")
  func opacityEnds() {
    let clear = Overlay(opacity: 0, saturation: 1)
    #expect(map.overlaid(on: photo, overlay: clear) == photo)
    for colorMap in ColorMap.allCases {
      let opaque = Overlay(opacity: 1, cover: 1)
      #expect(
        map.overlaid(on: photo, by: colorMap, overlay: opaque) == map.colored(by: colorMap))
    }
  }

  @Test("by default the photo is a little pale, and the heat hides more of it the hotter it is")
  func defaultOverlay() {
    // 0.6 · photo + 0.4 · its brightness (124, 18, 255) is (170, 110, 80), (13, 19, 25), (255, 255,
    // 255). Inferno at 0, 0.5, 1 is (0, 0, 3), (187, 55, 84), (252, 254, 164); α = 0, 0.7 · 128/255,
    // 0.7.
    #expect(
      map.overlaid(on: photo).samples
        == [170, 110, 80, 74, 32, 46, 253, 254, 191])
  }

  @Test("zero of a signed overlay is the photo; signs add the colour of their end")
  func signedOverlay() {
    let signed = Heatmap(
      plane: Plane(width: 4, height: 1, values: [-1, 0, 1, -0.5]), scale: 1, isSigned: true)
    let gray = Image(width: 4, height: 1, format: .gray, samples: [100, 100, 100, 100])
    // 0.3 · 100 + 0.7 · 255 = 208.5, less a little in 16 binary places; half of that at −0.5.
    #expect(
      signed.overlaid(on: gray).samples
        == [208, 30, 30, 100, 100, 100, 30, 30, 208, 154, 65, 65])
    for colorMap in ColorMap.allCases where colorMap.isDiverging {
      let zero = signed.overlaid(on: gray, by: colorMap).samples[3..<6]
      #expect(zero.allSatisfy { $0 == 100 }, "\(colorMap)")
    }
  }

  @Test("gray and translucent photos are overlaid like coloured ones")
  func formats() {
    let gray = Image(width: 3, height: 1, format: .gray, samples: [7, 80, 200])
    let rgb = Image(width: 3, height: 1, samples: gray.samples.flatMap { [$0, $0, $0] })
    let rgba = Image(
      width: 3, height: 1, format: .rgba, samples: gray.samples.flatMap { [$0, $0, $0, 9] })
    for overlay in [
      Overlay(saturation: 1), Overlay(saturation: 0), Overlay(saturation: 0.3, gray: .average),
    ] {
      let expected = map.overlaid(on: rgb, overlay: overlay)
      #expect(map.overlaid(on: gray, overlay: overlay) == expected)
      #expect(map.overlaid(on: rgba, overlay: overlay) == expected)
    }
    #expect(map.masked(gray) == map.masked(rgb) && map.masked(rgba) == map.masked(rgb))
    #expect(map.scaled(gray) == map.scaled(rgb) && map.scaled(rgba) == map.scaled(rgb))
    #expect(map.translucent(gray) == map.translucent(rgb))
    #expect(map.translucent(rgba) == map.translucent(rgb))
  }

  @Test("a masked photo keeps its hottest part and dims the rest")
  func masked() {
    let masked = map.masked(photo, keep: 34, remainder: 0.2, smoothing: 0)
    #expect(masked.samples == [40, 20, 10, 2, 4, 6, 255, 255, 255])
    // A half of three pixels is two, of which the coldest has no heat.
    #expect(
      map.masked(photo, keep: 50, remainder: 0, smoothing: 0).samples[3...] == photo.samples[3...])
    #expect(map.masked(photo, remainder: 1) == photo)
  }

  /// Which pixels of a map are kept.
  private func kept(
    _ values: [Float], width: Int, keep: Double, cut: Threshold? = nil, smoothing: Double = 0
  ) -> [Bool] {
    let map = Heatmap(
      plane: Plane(width: width, height: values.count / width, values: values), scale: 1,
      isSigned: true)
    let white = Image(width: width, height: map.height, color: .white)
    let masked = map.masked(white, keep: keep, cut: cut, remainder: 0, smoothing: smoothing)
    return stride(from: 0, to: masked.samples.count, by: 3).map { masked.samples[$0] == 255 }
  }

  @Test(
    "a masked photo keeps exactly the share it names, of equal pixels the first",
    arguments: [1, 10, 12.5, 50, 99, 100])
  func maskedShare(keep: Double) {
    let flat = kept([Float](repeating: 0.5, count: 200), width: 20, keep: keep)
    let count = Int((2 * keep).rounded())
    #expect(flat == (0..<200).map { $0 < count })
    let ramp = kept((0..<200).map { Float($0 + 1) / 200 }, width: 20, keep: keep)
    #expect(ramp == (0..<200).map { $0 >= 200 - count })
  }

  @Test("a masked photo keeps no pixel without heat, however much it may keep and however smooth")
  func maskedWithoutHeat() {
    var values = [Float](repeating: 0, count: 400)
    for pixel in [42, 43, 62, 63, 210] { values[pixel] = pixel == 210 ? -0.4 : 0.8 }
    for smoothing in [0, 0.05, 0.2] {
      let kept = kept(values, width: 20, keep: 100, smoothing: smoothing)
      #expect(kept == values.map { $0 != 0 })
    }
  }

  @Test("a cut leaves out of a masked photo what is below it, by rank or by mass")
  func maskedCut() {
    let values = (0..<100).map { Float($0 + 1) / 100 }
    #expect(
      kept(values, width: 10, keep: 100, cut: .percentile(90)) == (0..<100).map { $0 >= 90 })
    #expect(
      kept(values, width: 10, keep: 5, cut: .percentile(90)) == (0..<100).map { $0 >= 95 })
    // 100 + 99 + … + 91 is 955 of 5050, 18.9 %; with 90 it is 20.7 %.
    #expect(kept(values, width: 10, keep: 100, cut: .mass(80)) == (0..<100).map { $0 >= 89 })
    #expect(kept(values, width: 10, keep: 100, cut: .mass(82)) == (0..<100).map { $0 >= 90 })
    #expect(kept(values, width: 10, keep: 100, cut: .mass(0)).allSatisfy { $0 })
    #expect(kept(values, width: 10, keep: 100, cut: .mass(100)).allSatisfy { !$0 })
  }

  @Test("a map without heat keeps nothing of a masked photo")
  func maskedCold() {
    let cold = Heatmap(
      plane: Plane(width: 3, height: 1, values: [0, 0, 0]), scale: 0, isSigned: true)
    #expect(cold.masked(photo, keep: 100, remainder: 0).samples.allSatisfy { $0 == 0 })
  }

  @Test("a scaled photo is as bright as the map, and a translucent one as opaque")
  func scaled() {
    let signed = Heatmap(
      plane: Plane(width: 3, height: 1, values: [0, -0.2, 1]), scale: 1, isSigned: true)
    #expect(signed.scaled(photo).samples == [0, 0, 0, 2, 4, 6, 255, 255, 255])
    let translucent = signed.translucent(photo)
    #expect(translucent.format == .rgba)
    #expect(translucent.samples == [200, 100, 50, 0, 10, 20, 30, 51, 255, 255, 255, 255])
  }

  @Test("the paper's overlay is three tenths of the photo in gray and seven of the colour")
  func paper() {
    let signed = Heatmap(
      plane: Plane(width: 3, height: 1, values: [-1, 0, 1]), scale: 1, isSigned: true)
    let overlay = Overlay(opacity: 0.7, cover: 1, saturation: 0, gray: .average)
    // The means are 117, 20 and 255; 0.7 · 255 = 178.5.
    #expect(
      signed.overlaid(on: photo, by: .redGreen, overlay: overlay).samples
        == [214, 35, 35, 6, 6, 6, 77, 255, 77])
  }

  @Test("a panel puts pictures of one size side by side, with gaps")
  func panel() {
    let dark = Image(width: 1, height: 1, format: .gray, samples: [1])
    let red = Image(width: 1, height: 1, samples: [9, 0, 0])
    let row = Panel([dark, red], gap: 1).image
    #expect(row.width == 3 && row.height == 1)
    #expect(row.samples == [1, 1, 1, 255, 255, 255, 9, 0, 0])
    let square = Panel([dark, red, red], columns: 2, gap: 1, gapColor: .black).image
    #expect(square.width == 3 && square.height == 3)
    #expect(
      square.samples
        == [1, 1, 1, 0, 0, 0, 9, 0, 0] + [UInt8](repeating: 0, count: 9)
        + [9, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("a panel without gaps is its pictures, pixel by pixel")
  func panelWithoutGap() {
    let panel = Panel([photo, photo], columns: 1, gap: 0).image
    #expect(panel.height == 2 && panel.samples == photo.samples + photo.samples)
    #expect(Panel([photo]).image == photo)
  }
}
