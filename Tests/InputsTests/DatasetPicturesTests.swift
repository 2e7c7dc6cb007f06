import Foundation
import Imaging
import Inputs
import Models
import Tensors
import TestSupport
import Testing

@Suite("Baselines of data sets") struct DatasetPicturesTests {
  private let input = PictureReader(
    size: Size(width: 2, height: 1), preprocessing: Preprocessing(.torch))
  private let folder: TemporaryFolder

  /// Five pictures of 2×1 pixels, some of them in folders, beside what is none.
  init() throws {
    folder = try TemporaryFolder()
    let pictures: [(String, [UInt8])] = [
      ("b.png", [0, 10, 255, 7, 7, 7]), ("a.PNG", [0, 20, 255, 7, 8, 9]),
      ("deep/deeper/c.png", [1, 20, 0, 7, 9, 9]), ("deep/d", [3, 30, 0, 8, 9, 200]),
    ]
    for (name, samples) in pictures {
      let bytes = try Image(width: 2, height: 1, samples: samples).pngData()
      try folder.write(name, Data(bytes))
    }
    try folder.write("notes.txt", "no picture")
    try folder.write(".hidden.png", "no picture")
  }

  private func values(
    _ statistic: DatasetStatistic, _ dataset: DatasetPictures, _ input: PictureReader
  ) throws -> [Float] {
    try dataset.picture(statistic, input: input, decoding: DecodingOptions()).values.values
  }

  @Test("the pictures of a folder are those in it and in its folders, whatever they are called")
  func search() throws {
    let found = try DatasetPictures(folder.path).paths.map { $0.dropFirst(folder.path.count + 1) }
    #expect(found == ["a.PNG", "b.png", "deep/d", "deep/deeper/c.png"])
    #expect(try DatasetPictures(folder.path + "/b.png").paths == [folder.path + "/b.png"])
  }

  @Test("mean, median and mode are those of every number, worked out by hand")
  func statistics() throws {
    let dataset = try DatasetPictures(folder.path)
    #expect(try values(.mean, dataset, input) == [1, 20, 127.5, 7.25, 8.25, 56.25])
    #expect(try values(.median, dataset, input) == [0.5, 20, 127.5, 7, 8.5, 9])
    // Of equally frequent values the lowest: 0 and 255 twice each.
    #expect(try values(.mode, dataset, input) == [0, 20, 0, 7, 9, 9])
  }

  @Test("counting parts of pictures one after another gives the same", arguments: [1, 3000, 5000])
  func parts(_ bytes: Int) throws {
    let (whole, parts) = try (
      DatasetPictures(folder.path), DatasetPictures(folder.path, counterBytes: bytes)
    )
    for statistic in DatasetStatistic.allCases {
      #expect(try values(statistic, parts, input) == values(statistic, whole, input))
    }
  }

  @Test("pictures are brought to the network's size and channels as the input would be")
  func prepared() throws {
    var gray = input
    (gray.channels, gray.size) = (1, Size(width: 4, height: 2))
    let path = folder.path + "/b.png"
    let expected = gray.prepare(try Image.read(path: path, options: DecodingOptions()).image)
    let found = try DatasetPictures(path).picture(.mean, input: gray, decoding: DecodingOptions())
    #expect(gray.preprocessing.normalized(found) == expected.tensor)
    #expect(try values(.mode, try DatasetPictures(path), gray) == found.values.values)
  }

  @Test("a watermark that most pictures have is the mode, not the mean")
  func watermark() throws {
    let marked = try TemporaryFolder()
    for number in 0..<9 {
      let mark: UInt8 = number < 6 ? 250 : UInt8(10 * number)
      let samples: [UInt8] = [mark, mark, mark] + [UInt8](repeating: UInt8(20 * number), count: 3)
      let bytes = try Image(width: 2, height: 1, samples: samples).pngData()
      try marked.write("\(number).png", Data(bytes))
    }
    let dataset = try DatasetPictures(marked.path)
    #expect(try values(.mode, dataset, input) == [250, 250, 250, 0, 0, 0])
    let mean = try values(.mean, dataset, input)
    // 6 · 250 + 60 + 70 + 80 of nine pictures.
    #expect(mean[0] == 190)
  }

  @Test("a baseline's text says statistic and folder")
  func texts() throws {
    for statistic in DatasetStatistic.allCases {
      let text = "dataset-\(statistic.rawValue):a:b"
      #expect(try Baseline(text) == .dataset(statistic, path: "a:b"))
      #expect(try Baseline(text).description == text)
    }
    for text in ["dataset-mean:", "dataset-mode:"] {
      let error = #expect(throws: InputsError.self) { try Baseline(text) }
      #expect(error?.kind == .usage)
      #expect("\(try #require(error))".contains("a folder of pictures"))
    }
    #expect(try Baseline("dataset-max:a") == .file(path: "dataset-max:a"))
    #expect(try Baseline("boundary") == .boundary(limit: 0.1))
    #expect(try Baseline("boundary:0.25").description == "boundary:0.25")
    #expect(try Baseline("boundary:0.1").description == "boundary")
    for text in ["boundary:", "boundary:0", "boundary:-1", "boundary:nan", "boundary:11"] {
      #expect(throws: InputsError.self) { try Baseline(text) }
    }
  }

  @Test("a folder that is none, has none or a picture that is damaged is named")
  func failures() throws {
    let empty = try TemporaryFolder()
    let none = #expect(throws: InputsError.self) { try DatasetPictures(empty.path) }
    #expect(none == .emptyDataset(path: empty.path) && none?.kind == .noInput)
    let missing = #expect(throws: InputsError.self) { try DatasetPictures(empty.path + "/x") }
    #expect("\(try #require(missing))".hasPrefix("baseline \(empty.path)/x: "))
    try empty.write("a/bad.png", "no picture")
    let bad = #expect(throws: InputsError.self) {
      try values(.mode, try DatasetPictures(empty.path), input)
    }
    #expect("\(try #require(bad))".hasPrefix("baseline \(empty.path)/a/bad.png: "))
    #expect(bad?.kind == .badData)
  }

  @Test("numbers that a network reads become the pixels they were made of", arguments: [1, 3])
  func pixels(_ channels: Int) throws {
    for preset in Preprocessing.Preset.allCases {
      let shape: Shape = [2, 3, channels]
      let pixels = Tensor.random(shape, in: 0...255, seed: 4)
      let preprocessing = preset.preprocessing
      let found = preprocessing.pixels(of: preprocessing.normalized(PixelArray(pixels)))
      // Rounded twice, at a size of 255 at most.
      #expect(relativeDifference(found.values.values, pixels.values) < 4 * Double(Float.ulpOfOne))
    }
  }
}
