import Evaluation
import Testing

@Suite("Weights in a random order")
struct ShuffledWeightsTests {
  private let numbers = (0..<1000).map(Float.init)

  @Test("The same numbers, in another order")
  func order() {
    let found = ShuffledWeights(seed: 3)(0, numbers)
    #expect(found.sorted() == numbers)
    // Of a random order one number is at its place on average, and more than ten once in 10⁸.
    #expect(zip(found, numbers).count { $0 == $1 } <= 10)
  }

  @Test("The order follows from the seed and the array's number")
  func seeds() {
    let weights = ShuffledWeights(seed: 3)
    #expect(weights(4, numbers) == weights(4, numbers))
    #expect(weights(4, numbers) != weights(5, numbers))
    #expect(weights(4, numbers) != ShuffledWeights(seed: 4)(4, numbers))
    #expect(weights(0, [7]) == [7] && weights(0, []) == [])
  }
}
