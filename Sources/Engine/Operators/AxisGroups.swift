import CKernels
import Tensors

/// How the numbers of an example fall into groups along some of its axes, as the loops take it.
///
/// Neighbouring axes of a kind (kept or reduced) are one run, axes of extent 1 none. The innermost
/// runs are the columns, what is further out are rows. A set of rows is reduced together; its
/// columns are cut into segments that are reduced together: whole rows where the innermost run is
/// reduced, single columns where it is kept, and, where rows are short and are reduced on both
/// sides of a kept run (H·W × G × C/G), columns G·C/G with segments C/G.
struct AxisGroups: Sendable {
  /// Columns that are kept are worked on so many at a time, if they can be divided: their totals
  /// remain in cache.
  private static let columnsAtATime = 64...2048
  /// Longest segment of a row that is not a row itself: longer ones are fast as rows.
  private static let longestSegment = 64

  /// First row of each set.
  private let first: [UInt32]
  /// Rows of a set, counted from its first.
  private let rows: [UInt32]
  /// Numbers of a row.
  private let columns: Int
  /// Neighbouring columns that are reduced together.
  private let segment: Int

  /// Neighbouring axes that are all kept or all reduced.
  private struct Run {
    var extent: Int
    var isReduced: Bool
  }

  /// Finds the groups of arrays whose rows are evenly spaced (`dense` false: the innermost axis is
  /// a row then) or whose numbers are all neighbours.
  init(of shape: Shape, axes: Set<Int>, dense: Bool) {
    var runs = Self.runs(of: shape, axes: axes, dense: dense)
    if dense { Self.shorten(&runs) }
    var inner = runs.suffix(1)
    if dense, runs.count > 2, runs[runs.count - 1].isReduced,
      runs[runs.count - 1].extent <= Self.longestSegment
    {
      inner = runs.suffix(2)
    }
    columns = inner.reduce(1) { $0 * $1.extent }
    let last = runs.last ?? Run(extent: 1, isReduced: true)
    segment = last.isReduced ? last.extent : 1
    let outer = runs.dropLast(inner.count)
    first = Self.rows(outer, reduced: false)
    rows = Self.rows(outer, reduced: true)
  }

  /// Number of groups.
  var count: Int { columns == 0 ? 0 : first.count * (columns / segment) }

  /// Calls `body` with the groups as the loops take them.
  func withGroups(_ body: (UnsafePointer<igk_groups>) -> Void) {
    guard columns > 0, !first.isEmpty else { return }
    first.withUnsafeBufferPointer { first in
      rows.withUnsafeBufferPointer { rows in
        var groups = igk_groups(
          sets: first.count, first: first.baseAddress, height: rows.count, rows: rows.baseAddress,
          columns: columns, segment: segment)
        withUnsafePointer(to: &groups, body)
      }
    }
  }

  /// Floats of scratch memory that the loops need.
  var scratch: Int {
    var result = 0
    withGroups { result = igk_groups_scratch($0) }
    return result
  }

  private static func runs(of shape: Shape, axes: Set<Int>, dense: Bool) -> [Run] {
    var runs: [Run] = []
    for (axis, extent) in shape.dimensions.enumerated() {
      let isReduced = axes.contains(axis)
      let isColumn = !dense && axis == shape.rank - 1
      if isColumn {
        runs.append(Run(extent: extent, isReduced: isReduced))
      } else if let last = runs.last, last.isReduced == isReduced, extent != 1 {
        runs[runs.count - 1].extent *= extent
      } else if extent != 1 {
        runs.append(Run(extent: extent, isReduced: isReduced))
      }
    }
    return runs
  }

  /// Divides an innermost run that is kept and long.
  private static func shorten(_ runs: inout [Run]) {
    guard let last = runs.last, !last.isReduced, last.extent > columnsAtATime.upperBound,
      let part = columnsAtATime.last(where: { last.extent % $0 == 0 })
    else { return }
    runs[runs.count - 1].extent /= part
    runs.append(Run(extent: part, isReduced: false))
  }

  /// Lists the rows at which all runs of the other kind are at their first entry.
  private static func rows(_ runs: ArraySlice<Run>, reduced: Bool) -> [UInt32] {
    var result: [UInt32] = [0]
    var count: UInt32 = 1
    for run in runs.reversed() {
      let inside = result
      if run.isReduced == reduced {
        result = (0..<UInt32(run.extent)).flatMap { index in inside.map { $0 + index * count } }
      }
      count *= UInt32(run.extent)
    }
    return result
  }
}

/// The groups of a shape along some axes, for dense views and for those whose rows lie apart.
struct GroupedAxes: Sendable {
  /// For views whose numbers are all neighbours.
  private let dense: AxisGroups
  /// For all views.
  private let strided: AxisGroups
  /// Whether a row must be the innermost axis.
  private let keepsColumns: Bool
  /// Numbers per group.
  let groupSize: Int

  /// Finds the groups; the innermost axis remains the columns if `keepsColumns`.
  init(of shape: Shape, axes: [Int], keepsColumns: Bool = false) {
    let axes = Set(axes)
    self.keepsColumns = keepsColumns
    dense = AxisGroups(of: shape, axes: axes, dense: true)
    strided = AxisGroups(of: shape, axes: axes, dense: false)
    groupSize = axes.reduce(1) { $0 * shape[$1] }
  }

  /// Number of groups.
  var count: Int { strided.count }

  /// Floats of scratch memory that the loops need.
  var scratch: Int { max(dense.scratch, strided.scratch) }

  /// Calls `body` with the groups of arrays that lie like the views.
  func withGroups(of views: [View], body: (UnsafePointer<igk_groups>) -> Void) {
    let groups = !keepsColumns && views.allSatisfy(\.isDense) ? dense : strided
    groups.withGroups(body)
  }

  /// Checks that all axes exist, each once.
  static func check(_ axes: [Int], of shape: Shape) throws(ShapeError) {
    guard axes.allSatisfy({ (0..<shape.rank).contains($0) }), Set(axes).count == axes.count else {
      throw ShapeError("\(axes) are not different axes of shape \(shape)")
    }
  }
}

extension View {
  /// Distance in floats between the rows that the groups are made of.
  func rowStride(in groups: UnsafePointer<igk_groups>) -> Int {
    isDense ? groups.pointee.columns : rowStride
  }
}
