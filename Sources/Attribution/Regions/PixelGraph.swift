import Tensors

/// The pixels of a picture and how different neighbours are: what the segmentation of Felzenszwalb
/// and Huttenlocher works on.
///
/// Every pixel is joined to its eight neighbours by edges whose cost is the Euclidean distance of
/// their colours after smoothing. Edges are sorted once, for segmentations at any scale. Labels are
/// those of `skimage.segmentation.felzenszwalb`, which leaves open which of several edges of equal
/// cost comes first; here the order is: to the right, down, down right, up right, each row by row.
///
/// Paper: Felzenszwalb, Huttenlocher, "Efficient Graph-Based Image Segmentation", IJCV 2004.
package struct PixelGraph: Sendable {
  /// Two neighbouring pixels, and how different they are.
  private struct Edge {
    let cost: Double
    let order: Int32
    let first: Int32
    let second: Int32
  }

  private let layout: PictureLayout
  /// All edges, cheapest first.
  private let edges: [Edge]

  /// Makes the graph of a picture H×W×C, smoothed by a Gaussian of the given standard deviation in
  /// pixels.
  package init(_ picture: Tensor, smoothing: Double = 0.8) {
    let smooth = SmoothPicture(picture, sigma: smoothing)
    let layout = smooth.layout
    self.layout = layout
    var edges: [Edge] = []
    edges.reserveCapacity(4 * layout.pixels)

    /// Adds an edge from every pixel of `rows` and `columns` to the one `down` rows and `right`
    /// columns further.
    func join(rows: Range<Int>, columns: Range<Int>, down: Int, right: Int) {
      for y in rows {
        for x in columns {
          let first = y * layout.width + x
          let second = first + down * layout.width + right
          var square = 0.0
          for channel in 0..<layout.channels {
            let difference =
              smooth.values[second * layout.channels + channel]
              - smooth.values[first * layout.channels + channel]
            square += difference * difference
          }
          edges.append(
            Edge(
              cost: square.squareRoot(), order: Int32(edges.count), first: Int32(first),
              second: Int32(second)))
        }
      }
    }
    let (rows, columns) = (0..<layout.height, 0..<layout.width)
    join(rows: rows, columns: columns.dropLast(), down: 0, right: 1)
    join(rows: rows.dropLast(), columns: columns, down: 1, right: 0)
    join(rows: rows.dropLast(), columns: columns.dropLast(), down: 1, right: 1)
    join(rows: rows.dropFirst(), columns: columns.dropLast(), down: -1, right: 1)
    edges.sort { $0.cost != $1.cost ? $0.cost < $1.cost : $0.order < $1.order }
    self.edges = edges
  }

  /// Cuts the picture into regions.
  ///
  /// Edges are taken cheapest first. Two regions are merged if the edge between them costs less
  /// than the dearest edge within either of them plus `scale / 255 / size of it`; then regions of
  /// fewer than `minimumSize` pixels are merged with the neighbour whose edge comes first.
  package func segmentation(scale: Double, minimumSize: Int) -> Segmentation {
    let tolerance = scale / 255
    var forest = Forest(count: layout.pixels)
    var dearest = [Double](repeating: 0, count: layout.pixels)
    for edge in edges {
      let (first, second) = (forest.root(of: edge.first), forest.root(of: edge.second))
      if first == second { continue }
      let limit = min(
        dearest[first] + tolerance / Double(forest.sizes[first]),
        dearest[second] + tolerance / Double(forest.sizes[second]))
      if edge.cost < limit { dearest[forest.join(first, second)] = edge.cost }
    }
    for edge in edges {
      let (first, second) = (forest.root(of: edge.first), forest.root(of: edge.second))
      if first != second && min(forest.sizes[first], forest.sizes[second]) < minimumSize {
        _ = forest.join(first, second)
      }
    }
    return Segmentation(
      height: layout.height, width: layout.width,
      regions: (0..<layout.pixels).map { Int32(forest.root(of: Int32($0))) })
  }
}

/// Disjoint sets of pixels; the root of a set is its first pixel.
private struct Forest {
  private var parents: [Int32]
  /// Number of pixels of the sets, at their roots.
  private(set) var sizes: [Int]

  init(count: Int) {
    parents = (0..<Int32(count)).map { $0 }
    sizes = [Int](repeating: 1, count: count)
  }

  mutating func root(of pixel: Int32) -> Int {
    var place = Int(pixel)
    while parents[place] != place {
      parents[place] = parents[Int(parents[place])]
      place = Int(parents[place])
    }
    return place
  }

  /// Joins two sets, given by their roots, and returns the root of the result.
  mutating func join(_ first: Int, _ second: Int) -> Int {
    let (root, other) = (min(first, second), max(first, second))
    parents[other] = Int32(root)
    sizes[root] += sizes[other]
    return root
  }
}
