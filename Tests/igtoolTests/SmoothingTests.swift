import Tensors
import Testing

/// `igtool explain --smooth`.
struct SmoothingTests {
  private let sandbox = Sandbox()

  @Test(
    "one copy without noise is the photo",
    arguments: QuickMethod.all.filter { $0.name != "deeplift" })
  func oneCopy(method: QuickMethod) throws {
    let plain = try sandbox.explained(method.arguments)
    let smooth = try sandbox.explained(method.arguments + ["--smooth", "sg:1:0"])
    expectClose(smooth.map, plain.map.values, within: 1e-6)
    #expect(smooth.report.smooth == .init(statistic: "sg", samples: 1, spread: 0))
    #expect((smooth.report.gap != nil) == method.promisesSum)
  }

  @Test("the variance is the mean square minus the square of the mean")
  func statistics() throws {
    let maps = try ["sg", "sg-squared", "vargrad"].map {
      try sandbox.explained(["--method", "gradient", "--smooth", "\($0):6:0.1"])
    }
    let (mean, square) = (maps[0].map.values, maps[1].map.values)
    expectClose(maps[2].map, zip(square, mean).map { $0 - $1 * $1 })
    #expect(maps.map { $0.report.smooth?.statistic } == ["sg", "sg-squared", "vargrad"])
    // One gradient for each copy, and the score of the photo.
    #expect(maps.allSatisfy { $0.report.evaluations == 7 })
  }

  @Test("a mean promises the mean of the copies' sums, squares and variances promise none")
  func sums() throws {
    let options = ["--method", "idgi", "--steps", "2", "--smooth"]
    let mean = try sandbox.explained(options + ["sg:3:0.1"]).report
    #expect(try #require(mean.relativeGap) < 1e-6)
    for statistic in ["sg-squared:3", "vargrad:3"] {
      let report = try sandbox.explained(options + [statistic]).report
      #expect(report.gap == nil && report.complete == nil)
    }
  }

  @Test("numbers that are left out have defaults, which the report names")
  func defaults() throws {
    let report = try sandbox.report("--method", "gradient", "--smooth", "vargrad")
    #expect(report.smooth == .init(statistic: "vargrad", samples: 25, spread: 0.15))
    let some = try sandbox.report("--method", "gradient", "--smooth", "sg:2")
    #expect(some.smooth == .init(statistic: "sg", samples: 2, spread: 0.15))
  }

  @Test("noise depends on the seed alone, not on threads")
  func seed() throws {
    func map(_ seed: String, _ threads: String) throws -> Tensor {
      try sandbox.map(
        "--method", "gradient", "--smooth", "sg:3", "--seed", seed, "--threads", threads)
    }
    let first = try map("1", "1")
    #expect(try map("1", "3") == first)
    #expect(try map("2", "1") != first)
  }

  @Test("attributions of a layer are smoothed too")
  func layer() throws {
    let cam = try sandbox.explained(["--method", "grad-cam", "--smooth", "sg:2"])
    #expect(cam.report.shape == [6, 6, 1] && cam.report.evaluations == 3)
    let plain = try sandbox.map("--method", "grad-cam")
    #expect(cam.map != plain)
  }
}
