/// A dictionary from numbers to numbers, in one array, for tables of a million entries.
///
/// Keys are below 2⁶⁴ − 1. Collisions are resolved by looking at the next place; keys are mixed with a
/// number that differs between runs, so that no file can be made to collide.
struct IntegerTable: Sendable {
  private static let vacant = UInt64.max
  private static let seed = UInt64.random(in: .min ... .max)

  private var slots: [Slot]
  private(set) var count = 0

  private struct Slot {
    var key: UInt64
    var value: UInt64
  }

  /// Makes an empty table with room for some entries.
  init(capacity: Int = 8) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: Slot(key: Self.vacant, value: 0), count: size)
  }

  @inline(__always) private func place(of key: UInt64) -> Int {
    var mixed = (key ^ Self.seed) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    mixed &*= 0xD6E8_FEB8_6659_FD93
    mixed ^= mixed >> 32
    var place = Int(truncatingIfNeeded: mixed) & (slots.count - 1)
    while slots[place].key != key, slots[place].key != Self.vacant {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  /// The value of a key.
  @inline(__always) subscript(key: UInt64) -> UInt64? {
    let slot = slots[place(of: key)]
    return slot.key == Self.vacant ? nil : slot.value
  }

  /// Gives a key a value.
  mutating func set(_ key: UInt64, to value: UInt64) {
    if (count + 1) * 2 > slots.count { grow() }
    let place = place(of: key)
    if slots[place].key == Self.vacant { count += 1 }
    slots[place] = Slot(key: key, value: value)
  }

  private mutating func grow() {
    var larger = IntegerTable(capacity: slots.count)
    for slot in slots where slot.key != Self.vacant {
      larger.slots[larger.place(of: slot.key)] = slot
    }
    larger.count = count
    self = larger
  }
}
