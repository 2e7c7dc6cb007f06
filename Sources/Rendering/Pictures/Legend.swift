import Imaging

/// The colours of a heat map with the attributions that they stand for.
public struct Legend: Hashable, Sendable {
  /// The colours, from the left to the right end.
  public let colorMap: ColorMap
  /// The attributions at the left end, in the middle and at the right end.
  public let values: [Double]
  /// What the numbers are, in a few words; nothing where empty.
  public let unit: String
  /// What is written below the left end, the middle and the right end.
  public let labels: [String]

  /// Makes the legend of a heat map that is shown in `colorMap`. Colours without signs stand for
  /// magnitudes.
  public init(_ heatmap: Heatmap, colorMap: ColorMap, unit: String = "") {
    self.colorMap = colorMap
    self.unit = unit
    let magnitudes = [0.5, 1].map(heatmap.magnitude(ofHeat:))
    // The neutral colour stands for all that the floor swallows; a signed map goes through 0.
    values =
      colorMap.isDiverging
      ? [-magnitudes[1], 0, magnitudes[1]] : [heatmap.floor, magnitudes[0], magnitudes[1]]
    let numbers = values.map(NumberLabel.short)
    labels = numbers.dropLast() + [unit.isEmpty ? numbers[2] : "\(numbers[2]) \(unit)"]
  }

  /// Makes the legend of maps whose full colours, at both ends or the right one, stand for different
  /// attributions, which `fullColor` tells in words.
  public init(colorMap: ColorMap, fullColor: String) {
    (self.colorMap, unit) = (colorMap, "")
    values = colorMap.isDiverging ? [-1, 0, 1] : [0, 0.5, 1]
    labels = colorMap.isDiverging ? ["−", "0", fullColor] : ["0", "", fullColor]
  }

  /// Returns the legend as a strip of a width: a bar, and its numbers below, on `background`.
  public func image(width: Int, textSize: Double, background: Color = .white) -> Image {
    let (margin, barHeight) = (textSize * 0.5, max(4, (textSize * 0.8).rounded()))
    let baseline = margin + barHeight + Lettering.ascent(size: textSize) + textSize * 0.1
    let height = Int((baseline + Lettering.descent(size: textSize)).rounded(.up))
    var canvas = Canvas(width: width, height: height, color: background)
    let bar = Rectangle(
      x: margin.rounded(), y: margin.rounded(), width: Double(width) - 2 * margin.rounded(),
      height: barHeight)
    guard bar.width >= 2 else { return canvas.image }
    canvas.paste(
      colors(width: Int(bar.width), height: Int(barHeight)), left: Int(bar.x), top: Int(bar.y))
    draw(numbersBelow: bar, baseline: baseline, size: textSize, on: &canvas)
    return canvas.image
  }

  private func colors(width: Int, height: Int) -> Image {
    let table = colorMap.table
    let row = (0..<width).flatMap { x -> [UInt8] in
      let color = table[x * 256 / width]
      return [color.red, color.green, color.blue]
    }
    return Image(
      width: width, height: height,
      samples: [[UInt8]](repeating: row, count: height).flatMap(\.self))
  }

  /// The numbers at both ends, the one in the middle and the unit, as far as there is room.
  private func draw(
    numbersBelow bar: Rectangle, baseline: Double, size: Double, on canvas: inout Canvas
  ) {
    let ink = Color(red: 60, green: 60, blue: 60)
    let widths = labels.map { Lettering.width(of: $0, size: size) }
    let right = Lettering.shortened(labels[2], toWidth: bar.width - widths[0] - size, size: size)
    canvas.text(labels[0], at: Point(x: bar.x, y: baseline), size: size, color: ink)
    canvas.text(
      right, at: Point(x: bar.x + bar.width, y: baseline), size: size, color: ink, alignment: .end)
    let middle = bar.x + bar.width / 2
    let isFree =
      middle - widths[1] / 2 > bar.x + widths[0] + size
      && middle + widths[1] / 2 < bar.x + bar.width - widths[2] - size
    if isFree {
      canvas.text(
        labels[1], at: Point(x: middle, y: baseline), size: size, color: ink, alignment: .middle)
    }
  }
}
