import Imaging
import Rendering
import Testing

@Suite("Legends, frames, contact sheets and contours")
struct FramingTests {
  private let signed = Heatmap(
    plane: Plane(width: 3, height: 1, values: [-1, 0, 1]), scale: 0.02, isSigned: true)
  private let unsigned = Heatmap(
    plane: Plane(width: 3, height: 1, values: [0, 0.5, 1]), scale: 5, floor: 1, gamma: 0.5,
    isSigned: false)

  private func pixel(_ image: Image, _ x: Int, _ y: Int) -> Color {
    let first = 3 * (y * image.width + x)
    return Color(
      red: image.samples[first], green: image.samples[first + 1], blue: image.samples[first + 2])
  }

  @Test("a legend says which attributions its ends and its middle stand for")
  func legendValues() {
    #expect(Legend(signed, colorMap: .redGreen).values == [-0.02, 0, 0.02])
    // Half of the heat with gamma ½ is a quarter of the way from 1 to 5.
    #expect(Legend(unsigned, colorMap: .inferno).values == [1, 2, 5])
  }

  @Test("the bar of a legend runs through all colours of its map", arguments: ColorMap.allCases)
  func legendBar(colorMap: ColorMap) {
    let image = Legend(signed, colorMap: colorMap).image(width: 300, textSize: 12)
    #expect(image.width == 300)
    #expect(pixel(image, 6, 8) == colorMap.table[0])
    #expect(pixel(image, 293, 8) == colorMap.table[255])
    #expect(pixel(image, 150, 8) == colorMap.table[128])
    #expect(pixel(image, 2, 8) == .white)
  }

  @Test("legends of every width can be drawn", arguments: [1, 2, 3, 10, 11, 24, 40, 1000])
  func narrowLegend(width: Int) {
    let image = Legend(signed, colorMap: .redBlue, unit: "probability").image(
      width: width, textSize: 11)
    #expect(image.width == width)
  }

  @Test("a frame leaves the picture as it is, and adds room above and below")
  func frame() {
    let picture = Image(width: 120, height: 20, color: Color(red: 9, green: 8, blue: 7))
    #expect(PictureFrame().image(around: picture) == picture)
    let framed = PictureFrame(title: "photo", caption: ["castle 99.6 %"]).image(around: picture)
    #expect(framed.width == 120 && framed.height > 40)
    let rows = (0..<framed.height).filter {
      pixel(framed, 60, $0) == Color(red: 9, green: 8, blue: 7)
    }
    #expect(rows.count == 20 && rows.last! - rows.first! == 19)
    #expect(rows.first! > 10 && rows.last! < framed.height - 10)
    #expect(framed.samples.contains { $0 < 100 && $0 > 20 }, "there are letters")
  }

  @Test("captions that are too long take two lines and end in an ellipsis, whatever the width")
  func longCaption() {
    let text = String(repeating: "a very long caption ", count: 30)
    for width in [1, 8, 50, 200] {
      let picture = Image(width: width, height: 5, color: .black)
      let framed = PictureFrame(caption: [text]).image(around: picture)
      #expect(framed.width == width)
      #expect(
        framed.height <= 5 + Int(PictureFrame(caption: ["a", "b"]).image(around: picture).height))
    }
  }

  @Test("a contact sheet has a place for every cell, and empty cells are gray")
  func sheet() {
    let red = Image(width: 60, height: 40, color: Color(red: 255, green: 0, blue: 0))
    let sheet = ContactSheet(
      photo: Image(width: 300, height: 200, color: Color(red: 0, green: 0, blue: 255)),
      heading: ["photo.jpg", "castle"], columns: ["ig", "guided-ig"], rows: ["black", "white"],
      cells: [[.init(red, note: "gap 1 %"), .init(red)], [.init(nil, note: "none")]],
      cellSize: Size(width: 60, height: 40))
    let image = sheet.image
    func count(_ color: Color) -> Int {
      (0..<image.width * image.height).count {
        pixel(image, $0 % image.width, $0 / image.width) == color
      }
    }
    #expect(count(Color(red: 255, green: 0, blue: 0)) == 2 * 60 * 40)
    #expect(count(Color(red: 240, green: 240, blue: 240)) >= 60 * 40)
    #expect(count(Color(red: 0, green: 0, blue: 255)) == 132 * 88)
  }

  @Test("a legend says its unit, or what the full colour is where that differs")
  func legendLabels() {
    let legend = Legend(signed, colorMap: .redBlue, unit: "probability per pixel")
    #expect(legend.labels == ["−0.02", "0", "0.02 probability per pixel"])
    #expect(Legend(colorMap: .inferno, fullColor: "of the row").labels == ["0", "", "of the row"])
    #expect(Legend(colorMap: .redBlue, fullColor: "x").labels == ["−", "0", "x"])
  }

  @Test("rows of a sheet are as high as their pictures, and long notes take two lines")
  func sheetRows() {
    func sheet(_ heights: [Int], note: String = "a", photo: Image? = nil) -> Image {
      ContactSheet(
        photo: photo, heading: ["two photos"], columns: ["ig"], rows: heights.map { "\($0)" },
        cells: heights.map { [.init(Image(width: 60, height: $0, color: .black), note: note)] },
        cellSize: Size(width: 60, height: heights.max() ?? 0)
      ).image
    }
    let (low, high) = (sheet([20, 40]), sheet([40, 40]))
    #expect(high.height - low.height == 20 && high.width == low.width)
    let long = sheet([40, 40], note: "a long note on this map")
    let line = Int(Lettering.lineHeight(size: 10))
    #expect(long.height - high.height >= 2 * line && long.height - high.height <= 2 * line + 4)
    // A thumbnail is higher than a line of text.
    #expect(sheet([40], photo: Image(width: 9, height: 90, color: .black)).height > 0)
  }

  @Test("the legend of a sheet ends within it, however few the columns")
  func narrowSheet() {
    let cell = ContactSheet.Cell(Image(width: 240, height: 240, color: .black))
    let sheet = ContactSheet(
      photo: Image(width: 24, height: 24, color: .black), heading: ["photo.jpg"], columns: [""],
      rows: ["great grey owl"], cells: [[cell]], cellSize: Size(width: 240, height: 240),
      legend: Legend(unsigned, colorMap: .inferno)
    ).image
    // A bar of fewer pixels than colours leaves some out.
    let hottest = Set(ColorMap.inferno.table[252...])
    let ends = (0..<sheet.height).flatMap { y in
      (0..<sheet.width).filter { hottest.contains(pixel(sheet, $0, y)) }
    }
    #expect(ends.max().map { $0 < sheet.width - 4 } == true, "the hottest colours are shown")
    #expect((0..<sheet.height).allSatisfy { pixel(sheet, sheet.width - 1, $0) == .white })
  }

  @Test("contours surround what is hotter, and their lines lie where the map has their level")
  func contours() {
    var plane = Plane(width: 40, height: 30, values: [Float](repeating: 0, count: 1200))
    // A cone around (20, 15) that falls to 0 at a distance of 12.
    for y in 0..<30 {
      for x in 0..<40 {
        let (dx, dy) = (Float(x) + 0.5 - 20, Float(y) + 0.5 - 15)
        plane.values[y * 40 + x] = max(0, 1 - (dx * dx + dy * dy).squareRoot() / 12)
      }
    }
    let map = Heatmap(plane: plane, scale: 1, isSigned: false)
    let photo = Image(width: 40, height: 30, color: .white)
    let drawn = Contours(levels: [0.5], smoothing: 0).image(of: map, on: photo)
    for y in 0..<30 {
      for x in 0..<40 where pixel(drawn, x, y) != .white {
        let (dx, dy) = (Double(x) + 0.5 - 20, Double(y) + 0.5 - 15)
        #expect(abs((dx * dx + dy * dy).squareRoot() - 6) < 2.5, "(\(x), \(y))")
      }
    }
    #expect(pixel(drawn, 26, 15) != .white && pixel(drawn, 20, 9) != .white)
  }

  @Test("contours of cold, constant and one-pixel maps can be drawn")
  func contourExtremes() {
    for value: Float in [0, 1] {
      for side in [1, 2, 5] {
        let map = Heatmap(
          plane: Plane(
            width: side, height: side, values: [Float](repeating: value, count: side * side)),
          scale: 1, isSigned: false)
        let photo = Image(width: side, height: side, color: .white)
        let drawn = Contours().image(of: map, on: photo)
        #expect(drawn.width == side && (value > 0 || drawn == photo))
      }
    }
  }
}
