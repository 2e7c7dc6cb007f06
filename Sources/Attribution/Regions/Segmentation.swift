/// A picture cut into regions: every pixel belongs to exactly one.
package struct Segmentation: Hashable, Sendable {
  /// Rows of pixels.
  package let height: Int
  /// Pixels of a row.
  package let width: Int
  /// The region of every pixel, row by row; numbered from 0 in the order in which they first occur.
  package let labels: [Int32]
  /// Number of regions.
  package let count: Int

  /// Makes a segmentation from any numbers that are the same for the pixels of one region.
  package init(height: Int, width: Int, regions: [Int32]) {
    precondition(regions.count == height * width, "one region per pixel")
    var numbers: [Int32: Int32] = [:]
    self.height = height
    self.width = width
    labels = regions.map { region in
      if let known = numbers[region] { return known }
      let next = Int32(numbers.count)
      numbers[region] = next
      return next
    }
    count = numbers.count
  }
}
