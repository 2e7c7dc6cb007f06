/// Places points of a line beside it where they would cover each other.
enum PointSwarm {
  /// Returns how far each point lies from the line, in units of the figure.
  ///
  /// From left to right, every point takes the lane nearest to the line in which none is closer
  /// than a diameter; lanes are a diameter apart, or closer together where so many are needed that
  /// they would not fit. The same points always have the same places.
  ///
  /// - Parameters:
  ///   - places: where the points are along the line.
  ///   - diameter: above 0.
  ///   - room: how far from the line, to either side, the centre of a point may be.
  static func offsets(of places: [Double], diameter: Double, room: Double) -> [Double] {
    let order = places.indices.sorted {
      places[$0] == places[$1] ? $0 < $1 : places[$0] < places[$1]
    }
    var ends: [Double] = []
    var lanes = [Int](repeating: 0, count: places.count)
    for index in order {
      let lane = ends.firstIndex { $0 + diameter <= places[index] } ?? ends.count
      if lane == ends.count { ends.append(0) }
      ends[lane] = places[index]
      lanes[index] = lane
    }
    let farthest = (max(ends.count, 1)) / 2
    let pitch = min(diameter, farthest > 0 ? room / Double(farthest) : diameter)
    // Lanes 0, 1, 2, 3, … lie at 0, +1, −1, +2, ….
    return lanes.map { lane in
      let distance = Double((lane + 1) / 2) * pitch
      return lane.isMultiple(of: 2) ? -distance : distance
    }
  }
}
