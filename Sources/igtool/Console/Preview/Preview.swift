import Foundation
import Imaging
import Rendering
import Synchronization

/// Draws pictures in the terminal that standard output goes to.
final class Preview: Sendable {
  private let choice: TerminalGraphics.Choice
  private let environment = TerminalEnvironment()
  private let decided = Mutex<TerminalGraphics?>(nil)

  /// Prepares for drawing; the terminal is asked when there is something to draw.
  init(choice: TerminalGraphics.Choice) { self.choice = choice }

  /// Whether there is a terminal to draw in.
  static var isPossible: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Draws a picture below what was written last, as large as suits the terminal now.
  func show(_ picture: Image) throws {
    let graphics = graphics
    let canvas = TerminalCanvas(of: picture.size, in: TerminalSize(of: STDOUT_FILENO))
    let text = try graphics.text(of: picture, on: canvas)
    try Interruption.holdingOff { try Console.output(text) }
  }

  /// How pictures are drawn, decided once.
  private var graphics: TerminalGraphics {
    decided.withLock { decided in
      if let decided { return decided }
      let needsAnswer = choice == .auto ? !environment.isPlain : choice == .sixel
      let answer = needsAnswer ? ask() : TerminalAnswer()
      let graphics = TerminalGraphics(choice, environment: environment, answer: answer)
      decided = graphics
      return graphics
    }
  }

  private func ask() -> TerminalAnswer {
    Interruption.holdingOff {
      var answer = TerminalAnswer()
      LiveLine.replaced { answer = TerminalQuery.ask(environment) }
      return answer
    }
  }
}

extension TerminalGraphics {
  /// Returns what draws a picture in its place.
  fileprivate func text(of picture: Image, on canvas: TerminalCanvas) throws -> String {
    func scaled(_ width: Int, _ height: Int) -> Image {
      picture.resampled(width: width, height: height)
    }
    switch self {
    case .kitty:
      return try KittyGraphics(
        picture.reduced(to: canvas.pixels), columns: canvas.columns, rows: canvas.rows
      ).text
    case .iterm:
      return try ITermImage(
        picture.reduced(to: canvas.pixels), columns: canvas.columns, rows: canvas.rows
      ).text
    case .sixel(let colors):
      return SixelImage(
        scaled(canvas.pixels.width, canvas.pixels.height), colors: colors
      ).text
    case .blocks24:
      return BlockImage(scaled(canvas.columns, canvas.halfRows), colors: .trueColor).text
    case .blocks256:
      return BlockImage(scaled(canvas.columns, canvas.halfRows), colors: .indexed).text
    case .shades: return ShadeImage(scaled(canvas.columns, canvas.rows)).text
    }
  }
}

extension Image {
  fileprivate var size: Size { Size(width: width, height: height) }

  /// The picture at a smaller size; itself if it is not larger, since terminals enlarge by themselves.
  fileprivate func reduced(to size: Size) -> Image {
    width <= size.width && height <= size.height
      ? self : resampled(width: min(width, size.width), height: min(height, size.height))
  }
}
