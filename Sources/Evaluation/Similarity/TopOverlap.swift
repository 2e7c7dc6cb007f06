/// How many of the largest numbers of two lists are at the same places.
public enum TopOverlap {
  /// Returns the share of the `count` largest numbers of the first list that are among the `count` largest
  /// of the second, from 0 to 1; equal numbers are taken by their place.
  ///
  /// - Parameter count: from 1 to the length of the lists.
  public static func share(_ first: [Double], _ second: [Double], count: Int) -> Double {
    precondition(first.count == second.count, "two lists of the same things")
    precondition((1...first.count).contains(count), "\(count) of \(first.count) numbers")
    let places = [first, second].map { numbers in
      Set(numbers.indices.sorted { (numbers[$1], $0) < (numbers[$0], $1) }.prefix(count))
    }
    return Double(places[0].intersection(places[1]).count) / Double(count)
  }
}
