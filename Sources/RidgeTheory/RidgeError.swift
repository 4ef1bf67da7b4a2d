/// Why a ridge problem cannot be measured.
public enum RidgeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The entries have no common denominator of at most so many bits.
  case denominatorsTooLarge(what: String, bits: Int)
  /// The covariance has a negative eigenvalue.
  case covarianceNotPositive

  /// One line that names the matter and the remedy.
  public var description: String {
    switch self {
    case .denominatorsTooLarge(let what, let bits):
      "\(what): the entries have no common denominator of at most \(bits) bits; "
        + "write them with a common denominator, or as decimals"
    case .covarianceNotPositive:
      "covariance: the matrix has a negative eigenvalue, so it is no covariance; check its entries"
    }
  }
}
