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

  @Test("a uniform overlay mixes photo and colour in fixed parts")
  func uniformOverlay() {
    let overlay = Overlay(opacity: 0.6, weighting: .uniform, backdrop: .color)
    // 0.4 · photo + 0.6 · gray level, which is 0, 128 and 255.
    #expect(
      map.overlaid(on: photo, by: .grays, overlay: overlay).samples
        == [80, 40, 20, 81, 85, 89, 255, 255, 255])
  }

  @Test("opacity 0 leaves the photo, and opacity 1 leaves the colours")
  func opacityEnds() {
    let clear = Overlay(opacity: 0, weighting: .uniform, backdrop: .color)
    #expect(map.overlaid(on: photo, overlay: clear) == photo)
    #expect(map.overlaid(on: photo, overlay: Overlay(opacity: 1)) == map.colored())
  }

  @Test("by default the photo is gray, and the heat hides more of it the hotter it is")
  func defaultOverlay() {
    // Brightness 124, 18, 255. Inferno at 0, 0.5, 1 is (0, 0, 3), (187, 55, 84), (252, 254, 164);
    // α = 0.6, 0.6 + 0.4 · 128/255, 1.
    #expect(
      map.overlaid(on: photo).samples
        == [50, 50, 51, 153, 48, 71, 252, 254, 164])
  }

  @Test("a signed overlay is red against the target and green for it, and zero adds no colour")
  func signedOverlay() {
    let signed = Heatmap(
      plane: Plane(width: 3, height: 1, values: [-1, 0, 1]), scale: 1, isSigned: true)
    let gray = Image(width: 3, height: 1, format: .gray, samples: [100, 100, 100])
    #expect(signed.overlaid(on: gray).samples == [255, 0, 0, 40, 40, 40, 0, 255, 0])
  }

  @Test("gray and translucent photos are overlaid like coloured ones")
  func formats() {
    let gray = Image(width: 3, height: 1, format: .gray, samples: [7, 80, 200])
    let rgb = Image(width: 3, height: 1, samples: gray.samples.flatMap { [$0, $0, $0] })
    let rgba = Image(
      width: 3, height: 1, format: .rgba, samples: gray.samples.flatMap { [$0, $0, $0, 9] })
    for backdrop in Overlay.Backdrop.allCases {
      let overlay = Overlay(backdrop: backdrop)
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
    #expect(
      map.masked(photo, keep: 50, remainder: 0, smoothing: 0).samples[3...] == photo.samples[3...])
    #expect(map.masked(photo, remainder: 1) == photo)
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

  @Test("the overlay of the paper adds half of the colour to seven tenths of the photo")
  func added() {
    let signed = Heatmap(
      plane: Plane(width: 3, height: 1, values: [-1, 0, 1]), scale: 1, isSigned: true)
    let overlay = Overlay(weighting: .added, backdrop: .color)
    // 0.7 · (200, 100, 50) + 0.5 · (255, 0, 0) is (267.5, 70, 35); 0.7 · 255 is 178.5, a little less
    // in 16 binary places.
    #expect(
      signed.overlaid(on: photo, by: .redGreen, overlay: overlay).samples
        == [255, 70, 35, 7, 14, 21, 178, 255, 178])
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
