import Engine
import Tensors

/// A value while a file is read.
enum ImportedValue {
  /// Known when the file is read, in the file's order.
  case constant(ConstantArray)
  /// Computed for every example.
  case variable(Variable)
}

extension ImportedValue {
  /// Extents in the file.
  var dimensions: [Int] {
    switch self {
    case .constant(let array): array.dimensions
    case .variable(let variable): variable.dimensions
    }
  }

  /// Type in the file.
  var type: ElementType {
    switch self {
    case .constant(let array): array.type
    case .variable(let variable): variable.type
    }
  }

  /// The array of a constant.
  var constant: ConstantArray? { if case .constant(let array) = self { array } else { nil } }
}

/// A computed value: one of the graph, and which axes of the file its axes are.
///
/// The order of axes belongs to a value. A picture is N×C×H×W in the file and H×W×C in the graph:
/// its order is [2, 3, 1], and axis 0, the batch of one, is not stored at all.
///
/// So a Transpose renames axes and moves nothing; a Reshape splits and merges axes where they lie;
/// a convolution asks for channels innermost, a product for a row or column. Only an order that a
/// value has not yet makes numbers move, once. Networks with channels last, and attention, cost no
/// copies beyond that.
struct Variable {
  /// The value in the graph.
  let id: Graph.ValueID
  /// Extents in the file.
  let dimensions: [Int]
  /// The axis of the file that each stored axis is, outermost first. Axes of the file that do not
  /// occur have extent 1.
  let order: [Int]
  /// Type in the file.
  let type: ElementType

  /// Number of axes in the file.
  var rank: Int { dimensions.count }

  /// Number of numbers.
  var count: Int { dimensions.reduce(1, *) }

  /// The stored axes of more than one entry, as axes of the file.
  var wideOrder: [Int] { order.filter { dimensions[$0] > 1 } }

  /// Shape in the graph.
  var storedShape: Shape { Shape(order.map { dimensions[$0] }) }

  /// Returns the same numbers as other axes of a file: `axes` has, for each stored axis, the axis
  /// that it is.
  func renamed(dimensions: [Int], order: [Int], type: ElementType? = nil) -> Variable {
    Variable(id: id, dimensions: dimensions, order: order, type: type ?? self.type)
  }

  /// Returns the stored axes that are the given axes of the file.
  func storedAxes(of axes: some Sequence<Int>) -> [Int] {
    axes.compactMap { order.firstIndex(of: $0) }
  }
}

/// What becomes of axes when an array gets other extents.
enum AxisGroups {
  /// Axes of the source and of the target that hold the same numbers.
  struct Group {
    var source: [Int]
    var target: [Int]
  }

  /// Splits two lists of extents of one product into the smallest groups of axes whose products
  /// agree; axes of extent 1 are left out.
  static func groups(from source: [Int], to target: [Int]) -> [Group] {
    let (a, b) = (
      source.indices.filter { source[$0] != 1 }, target.indices.filter { target[$0] != 1 }
    )
    var groups: [Group] = []
    var (i, j) = (0, 0)
    while i < a.count && j < b.count {
      var group = Group(source: [a[i]], target: [b[j]])
      var (left, right) = (source[a[i]], target[b[j]])
      i += 1
      j += 1
      while left != right {
        if left < right, i < a.count {
          left *= source[a[i]]
          group.source.append(a[i])
          i += 1
        } else if j < b.count {
          right *= target[b[j]]
          group.target.append(b[j])
          j += 1
        } else {
          break
        }
      }
      groups.append(group)
    }
    return groups
  }
}
