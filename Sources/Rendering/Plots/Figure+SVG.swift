import Foundation
import Imaging

extension Figure {
  /// The figure as an SVG element, which is also a file of its own.
  ///
  /// Elements have the class of their `Ink`; its colour is the presentation attribute `color`, to which
  /// fill and stroke refer, so that `.series-1 { color: … }` changes all that belongs to a series. Text
  /// is in the reader's own typeface. Pictures are in it as JPEG, or as PNG where that is smaller or they
  /// can be seen through, with three pixels for two units at most; one that cannot be encoded is left out.
  public var svg: String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    let head =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" role=\"img\""
      + " width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
      + " viewBox=\"0 0 \(size)\" font-family=\"system-ui, sans-serif\" fill=\"currentColor\""
      + " stroke-linejoin=\"round\" stroke-linecap=\"round\">"
    let text = [
      head, "<title>\(Self.escaped(title))</title>", "<desc>\(Self.escaped(description))</desc>",
    ]
    let paper = Item.rectangle(
      Rectangle(x: 0, y: 0, width: width, height: height), ink: .background, opacity: 1)
    return (text + ([paper] + items).compactMap(Self.element) + ["</svg>\n"])
      .joined(separator: "\n")
  }

  private static func element(_ item: Item) -> String? {
    switch item {
    case .line(let points, let width, let ink, let dashes):
      guard points.count > 1 else {
        return points.first.map { circle($0, radius: width / 2, ink: ink) }
      }
      let pattern =
        dashes.isEmpty
        ? "" : " stroke-dasharray=\"\(dashes.map(number).joined(separator: " "))\""
      return "<polyline \(style(ink)) fill=\"none\" stroke=\"currentColor\""
        + " stroke-width=\"\(number(width))\"\(pattern)"
        + " points=\"\(list(points))\"/>"
    case .area(let points, let ink, let opacity):
      return "<polygon \(style(ink))\(transparency(opacity))"
        + " points=\"\(list(points))\"/>"
    case .circle(let center, let radius, let ink):
      return circle(center, radius: radius, ink: ink)
    case .rectangle(let rectangle, let ink, let opacity):
      return "<rect \(style(ink))\(transparency(opacity))"
        + " \(place(rectangle))/>"
    case .label(let label):
      return text(label)
    case .picture(let image, let rectangle):
      return address(of: image, in: rectangle).map {
        "<image \(place(rectangle)) preserveAspectRatio=\"none\" href=\"\($0)\"/>"
      }
    }
  }

  /// Returns a `data:` address of a picture for a place; nil where it cannot be encoded.
  private static func address(of image: Image, in place: Rectangle) -> String? {
    func pixels(_ length: Double, _ count: Int) -> Int {
      let wanted = (1.5 * length).rounded(.up)
      return wanted < Double(count) ? max(1, Int(max(wanted, 1))) : count
    }
    let width = pixels(place.width, image.width)
    let height = pixels(place.height, image.height)
    let isSmaller = width < image.width || height < image.height
    let shown = isSmaller ? image.resampled(width: width, height: height) : image
    guard let png = try? shown.pngData() else { return nil }
    if image.format != .rgba, let jpeg = try? shown.jpegData(quality: 75), jpeg.count < png.count {
      return "data:image/jpeg;base64,\(Data(jpeg).base64EncodedString())"
    }
    return "data:image/png;base64,\(Data(png).base64EncodedString())"
  }

  private static func circle(_ center: Point, radius: Double, ink: Ink) -> String {
    "<circle \(style(ink)) cx=\"\(number(center.x))\""
      + " cy=\"\(number(center.y))\" r=\"\(number(radius))\"/>"
  }

  private static func text(_ label: Label) -> String {
    let anchor = label.alignment == .start ? "" : " text-anchor=\"\(label.alignment.rawValue)\""
    let weight = label.weight == .regular ? "" : " font-weight=\"600\""
    return "<text \(style(label.ink)) x=\"\(number(label.origin.x))\""
      + " y=\"\(number(label.origin.y))\" font-size=\"\(number(label.size))\"\(anchor)\(weight)>"
      + "\(escaped(label.text))</text>"
  }

  private static func style(_ ink: Ink) -> String {
    let color = ink.color
    let value = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    let digits = String(value, radix: 16)
    let zeros = String(repeating: "0", count: 6 - digits.count)
    return "class=\"\(ink.className)\" color=\"#\(zeros)\(digits)\""
  }

  private static func transparency(_ opacity: Double) -> String {
    opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : ""
  }

  private static func place(_ rectangle: Rectangle) -> String {
    "x=\"\(number(rectangle.x))\" y=\"\(number(rectangle.y))\""
      + " width=\"\(number(rectangle.width))\" height=\"\(number(rectangle.height))\""
  }

  private static func list(_ points: [Point]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// Returns a number with at most two decimals; 0 for what is none, or beyond 10⁹.
  private static func number(_ value: Double) -> String {
    guard value.magnitude < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest.isMultiple(of: 10)
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Returns text as it is written between tags and in attributes; what XML does not allow at all
  /// becomes U+FFFD.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
