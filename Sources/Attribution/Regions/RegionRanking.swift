/// Regions in the order of what they add: again and again the region whose pixels that no earlier
/// region covers have the highest mean.
///
/// Every pixel knows the regions that it belongs to, and every region the sum and the number of its
/// uncovered pixels, so that covering a pixel costs as much as it has regions.
package struct RegionRanking {
  private let regions: [[Int32]]
  private let values: [Double]
  /// The regions of pixel p are `owners[firstOwner[p]..<firstOwner[p + 1]]`.
  private var firstOwner: [Int]
  private var owners: [Int32]
  /// Per region, sum and number of the uncovered pixels' values.
  private var sums: [Double]
  private var counts: [Int]

  /// Makes a ranking of regions (sets of pixels, which may overlap) by `values`, one per pixel.
  package init(regions: [[Int32]], values: [Double]) {
    self.regions = regions
    self.values = values
    firstOwner = [Int](repeating: 0, count: values.count + 1)
    for region in regions { for pixel in region { firstOwner[Int(pixel) + 1] += 1 } }
    for pixel in values.indices { firstOwner[pixel + 1] += firstOwner[pixel] }
    var next = firstOwner
    owners = [Int32](repeating: 0, count: firstOwner[values.count])
    for (index, region) in regions.enumerated() {
      for pixel in region {
        owners[next[Int(pixel)]] = Int32(index)
        next[Int(pixel)] += 1
      }
    }
    sums = regions.map { $0.reduce(0) { $0 + values[Int($1)] } }
    counts = regions.map(\.count)
  }

  /// Returns for every pixel the mean of the pixels that its region added. Regions that add fewer
  /// than `minimumGain` pixels are left out; what no region covers gets its own mean.
  package consuming func densities(minimumGain: Int) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    var isCovered = [Bool](repeating: false, count: values.count)
    var candidates = Array(regions.indices)
    while true {
      candidates.removeAll { counts[$0] < max(1, minimumGain) }
      var best: (region: Int, density: Double)?
      for region in candidates {
        let density = sums[region] / Double(counts[region])
        if density > best?.density ?? -.infinity { best = (region, density) }
      }
      guard let region = best?.region else { break }
      let added = regions[region].map(Int.init).filter { !isCovered[$0] }
      let density = mean(of: added)
      for pixel in added {
        isCovered[pixel] = true
        result[pixel] = density
        for owner in owners[firstOwner[pixel]..<firstOwner[pixel + 1]] {
          sums[Int(owner)] -= values[pixel]
          counts[Int(owner)] -= 1
        }
      }
    }
    let rest = values.indices.filter { !isCovered[$0] }
    let density = mean(of: rest)
    for pixel in rest { result[pixel] = density }
    return result
  }

  private func mean(of pixels: [Int]) -> Double {
    pixels.reduce(0) { $0 + values[$1] } / Double(max(1, pixels.count))
  }
}
