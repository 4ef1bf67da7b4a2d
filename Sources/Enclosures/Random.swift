/// The counter-based generator Philox4x64-10 (Salmon, Moraes, Dror, Shaw 2011; Random123).
///
/// A keyed bijection of 256-bit counters: any block can be computed on its own, so results do not
/// depend on order or threads. `numpy.random.Philox` has the same core.
public struct Philox4x64: Sendable, Hashable {
  /// The four words of a counter or of a block.
  public typealias Block = (UInt64, UInt64, UInt64, UInt64)

  private let key0: UInt64
  private let key1: UInt64

  /// A generator with the two key words.
  public init(key0: UInt64, key1: UInt64) {
    self.key0 = key0
    self.key1 = key1
  }

  /// The block of random words for a counter.
  public func block(_ counter: Block) -> Block {
    var (x0, x1, x2, x3) = counter
    var (k0, k1) = (key0, key1)
    for _ in 0..<10 {
      let first = x0.multipliedFullWidth(by: 0xD2E7_470E_E14C_6C93)
      let second = x2.multipliedFullWidth(by: 0xCA5A_8263_9512_1157)
      (x0, x1, x2, x3) = (second.high ^ x1 ^ k0, second.low, first.high ^ x3 ^ k1, first.low)
      k0 &+= 0x9E37_79B9_7F4A_7C15
      k1 &+= 0xBB67_AE85_84CA_A73B
    }
    return (x0, x1, x2, x3)
  }
}

/// The second key word: what the random numbers are for, so that equal seeds in two places give
/// independent data.
public enum RandomStream: UInt64, Sendable, CaseIterable {
  /// Entries of gaussian features, row by row.
  case features = 0
  /// The teacher θ*.
  case teacher = 1
  /// The starting point θ⁽⁰⁾.
  case initialization = 2
  /// Noise on training labels.
  case labelNoise = 3
  /// Frequencies of random Fourier features, weights of random ReLU features.
  case frequencies = 4
  /// Phases of random Fourier features.
  case phases = 5
  /// Inputs x of random features.
  case inputs = 6
  /// Ordinary points of planted training data.
  case plantedPoints = 7
  /// Support vectors of planted training data.
  case supportVectors = 8
  /// Test points of the law of planted training data.
  case testPoints = 9
  /// Test points in the band around the hyperplane of planted training data.
  case concentratedPoints = 10
}
