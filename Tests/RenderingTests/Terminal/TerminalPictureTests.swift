import Foundation
import Imaging
import Numerics
import Rendering
import Tensors
import Testing

@Suite("Pictures for terminals")
struct TerminalPictureTests {
  private let photo: Image = {
    var generator = SplitMix64(seed: 7)
    return Image(
      width: 60, height: 40,
      samples: (0..<7200).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }()
  private let dots = Image(width: 2, height: 1, samples: [255, 0, 0, 0, 0, 255])

  /// The keys and the payload of every command of the kitty protocol.
  private func commands(_ text: String) -> [(keys: String, payload: String)] {
    text.components(separatedBy: "\u{1b}\\").dropLast().map { command in
      let parts = command.split(separator: ";", maxSplits: 1)
      return (String(parts[0]), String(parts[1]))
    }
  }

  @Test("the kitty protocol gets the picture as it is, in pieces of 4096 bytes")
  func kitty() throws {
    let commands = commands(try KittyGraphics(photo, columns: 30, rows: 10).text)
    #expect(commands.count > 1)
    #expect(commands[0].keys == "\u{1b}_Ga=T,f=100,q=2,c=30,r=10,m=1")
    #expect(commands[1...].dropLast().allSatisfy { $0.keys == "\u{1b}_Gm=1" })
    #expect(commands.last?.keys == "\u{1b}_Gm=0")
    #expect(commands.dropLast().allSatisfy { $0.payload.utf8.count == 4096 })
    #expect((1...4096).contains(commands.last?.payload.utf8.count ?? 0))
    let file = try #require(Data(base64Encoded: commands.map(\.payload).joined()))
    #expect(try Image.decode([UInt8](file)).image == photo)
  }

  @Test("a small picture is one command of the kitty protocol")
  func smallKitty() throws {
    let commands = commands(try KittyGraphics(dots, columns: 2, rows: 1).text)
    #expect(commands.map(\.keys) == ["\u{1b}_Ga=T,f=100,q=2,c=2,r=1,m=0"])
  }

  @Test("iTerm2 gets the picture as it is, with the length of its file")
  func iterm() throws {
    let text = try ITermImage(photo, columns: 30, rows: 10).text
    #expect(text.hasPrefix("\u{1b}]1337;File=inline=1;size=") && text.hasSuffix("\u{7}"))
    let parts = text.dropLast().split(separator: ":", maxSplits: 1)
    let file = try #require(Data(base64Encoded: String(parts[1])))
    #expect(parts[0].hasSuffix("size=\(file.count);width=30;height=10;preserveAspectRatio=1"))
    #expect(try Image.decode([UInt8](file)).image == photo)
  }

  @Test("half blocks have the upper pixel in front and the lower one behind, and say what changes")
  func blocks() {
    let picture = Image(
      width: 3, height: 2,
      samples: [
        255, 0, 0, 255, 0, 0, 0, 1, 2,  //
        9, 9, 9, 0, 0, 255, 0, 0, 255,
      ])
    #expect(
      BlockImage(picture, colors: .trueColor).text
        == "\u{1b}[38;2;255;0;0;48;2;9;9;9m▀\u{1b}[48;2;0;0;255m▀\u{1b}[38;2;0;1;2m▀\u{1b}[0m")
    #expect(
      BlockImage(picture, colors: .indexed).text
        == "\u{1b}[38;5;196;48;5;232m▀\u{1b}[48;5;21m▀\u{1b}[38;5;16m▀\u{1b}[0m")
  }

  @Test("the last line of an odd number of rows has no background, and each line its own colours")
  func oddBlocks() {
    let column = Image(width: 1, height: 3, color: .white)
    #expect(
      BlockImage(column, colors: .trueColor).text
        == "\u{1b}[38;2;255;255;255;48;2;255;255;255m▀\u{1b}[0m\n\u{1b}[38;2;255;255;255m▀\u{1b}[0m"
    )
  }

  @Test("a terminal's 240 fixed colours are found by themselves and are the nearest ones")
  func nearestColors() {
    for index in UInt8(16)...255 {
      let color = XtermPalette.color(index)
      #expect(XtermPalette.color(XtermPalette.index(nearest: color)) == color)
    }
    for first in stride(from: 0, to: photo.samples.count, by: 27) {
      let color = Color(
        red: photo.samples[first], green: photo.samples[first + 1], blue: photo.samples[first + 2])
      let found = distance(color, XtermPalette.color(XtermPalette.index(nearest: color)))
      let best = (UInt8(16)...255).map { distance(color, XtermPalette.color($0)) }.min()
      #expect(found == best, "\(color)")
    }
  }

  @Test("the cube and the ramp of grays are xterm's")
  func palette() {
    #expect(XtermPalette.color(16) == .black && XtermPalette.color(231) == .white)
    #expect(XtermPalette.color(67) == Color(red: 95, green: 135, blue: 175))
    #expect(XtermPalette.color(232) == Color(red: 8, green: 8, blue: 8))
    #expect(XtermPalette.color(255) == Color(red: 238, green: 238, blue: 238))
  }

  @Test("shades are the nearest of five, without any control sequence")
  func shades() {
    // 31 · 4 / 255 = 0.49, 32 · 4 / 255 = 0.502.
    let picture = Image(
      width: 5, height: 2, format: .gray,
      samples: [0, 31, 32, 96, 128] + [
        160, 200, 223, 224, 255,
      ])
    #expect(ShadeImage(picture).text == "  ░▒▒\n▓▓▓██")
  }

  private func distance(_ first: Color, _ second: Color) -> Int {
    [(first.red, second.red), (first.green, second.green), (first.blue, second.blue)]
      .reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
  }
}
