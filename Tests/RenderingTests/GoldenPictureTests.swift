import Foundation
import Imaging
import Rendering
import Tensors
import Testing

/// Pictures of formulas, compared with what they looked like when somebody last looked at them.
///
/// With RECORD_GOLDENS=1 in the environment they are written anew, and the tests fail, so that nobody
/// records by accident; look at them before they are committed.
@Suite("Golden pictures")
struct GoldenPictureTests {
  /// Levels by which a pixel may differ: rounding of other processors.
  private static let tolerance = 1

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens")

  /// Two hot spots, the larger one positive, on a floor of ripples.
  private static let attributions: Tensor = {
    let (width, height) = (60, 45)
    var values: [Float] = []
    for y in 0..<height {
      for x in 0..<width {
        func spot(_ centerX: Double, _ centerY: Double, _ radius: Double) -> Double {
          let (dx, dy) = (Double(x) - centerX, Double(y) - centerY)
          return exp(-(dx * dx + dy * dy) / (2 * radius * radius))
        }
        let ripple = 0.1 * sin(Double(x) * 0.9) * cos(Double(y) * 0.7)
        let value = spot(20, 22, 6) - 0.7 * spot(45, 14, 4) + ripple
        values += [Float(value), Float(0.5 * value), Float(0.8 * value - 0.05 * ripple)]
      }
    }
    return Tensor([height, width, 3], values)
  }()

  /// Colours that change smoothly, at three times the map's size.
  private static let photo: Image = {
    let (width, height) = (180, 135)
    let samples = (0..<3 * width * height).map { index -> UInt8 in
      let (x, y, channel) = (index / 3 % width, index / 3 / width, index % 3)
      return UInt8([60 + x / 2, 200 - y, 90 + (x + y) / 4][channel])
    }
    return Image(width: width, height: height, samples: samples)
  }()

  private static func map(_ style: MapStyle = MapStyle()) -> Heatmap {
    Heatmap(attributions: attributions, style: style)
      .mapPlane { $0.resampled(width: photo.width, height: photo.height) }
  }

  private static func picture(_ name: String) -> Image? {
    let signed = MapStyle(reduction: .sum)
    let paper = MapStyle(
      reduction: .mean, polarity: .positive, choosesSignOfChannels: true, clip: .mass(95),
      cut: .mass(58))
    switch name {
    case "mask": return map().mask()
    case "overlay": return map().overlaid(on: photo)
    case "signed-heatmap": return map(signed).colored()
    case "signed-overlay": return map(signed).overlaid(on: photo)
    case "paper-overlay":
      return map(paper).overlaid(
        on: photo, by: .redGreen, overlay: Overlay(opacity: 0.7, cover: 1, saturation: 0))
    case "clean-overlay":
      let style = MapStyle(smoothing: 2, cut: .percentile(70), gamma: 0.8, cleanup: 3)
      return map(style).overlaid(on: photo)
    case "masked": return map().masked(photo)
    case "scaled": return map().scaled(photo)
    case "alpha": return map().translucent(photo)
    case "outline": return Outline().image(of: map(), on: photo)
    case "contours": return Contours().image(of: map(), on: photo)
    case "framed":
      return PictureFrame(
        title: "Overlay",
        legend: Legend(map(signed), colorMap: .redBlue, unit: "probability per pixel"),
        caption: ["castle 99.6 %", "ig · black · 47 evaluations · gap 0.3 %"]
      ).image(around: map(signed).overlaid(on: photo))
    case "sheet": return sheet
    case "negative":
      let style = MapStyle(reduction: .sum, polarity: .negative)
      return map(style).negated.colored(by: .redBlue)
    default: return nil
    }
  }

  private static var sheet: Image {
    let size = Size(width: 90, height: 68)
    let small = map(MapStyle(reduction: .sum)).overlaid(on: photo)
      .resampled(width: size.width, height: size.height)
    return ContactSheet(
      photo: photo, heading: ["castle.jpg", "castle 99.6 %", "googlenet · 20 steps"],
      columns: ["ig", "guided-ig"], rows: ["black", "white"],
      cells: [
        [.init(small, note: "gap 0.3 %"), .init(small, note: "gap 1.8 %")],
        [.init(small, note: "gap 2 %"), .init(nil, note: "none")],
      ],
      cellSize: size, legend: Legend(map(MapStyle(reduction: .sum)), colorMap: .redBlue)
    ).image
  }

  @Test(
    "a picture is the golden one, up to a level",
    arguments: [
      "mask", "overlay", "signed-heatmap", "signed-overlay", "paper-overlay", "clean-overlay",
      "masked", "scaled", "alpha", "outline", "contours", "framed", "sheet", "negative",
    ])
  func golden(_ name: String) throws {
    let picture = try #require(Self.picture(name))
    let file = Self.folder.appendingPathComponent("\(name).png")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try Data(picture.pngData()).write(to: file)
      Issue.record("\(name) has been recorded; look at it")
      return
    }
    // Pictures are decoded without opacity, over the background that is given.
    let options = DecodingOptions(background: .black)
    let golden = try Image.decode([UInt8](Data(contentsOf: file)), options: options).image
    let found = try Image.decode(try picture.pngData(), options: options).image
    try #require(golden.width == found.width && golden.height == found.height)
    let largest = zip(golden.samples, found.samples).map { abs(Int($0) - Int($1)) }.max() ?? 0
    #expect(largest <= Self.tolerance, "differs by \(largest) levels")
  }
}
