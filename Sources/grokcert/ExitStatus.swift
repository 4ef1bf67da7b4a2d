/// What a run ends with (DESIGN section 5).
///
/// Where several apply, `combined(with:)` picks one.
enum ExitStatus: Int32, Error {
  case asExpected = 0
  case unexpected = 1
  case badInput = 2
  case undecided = 3
  case internalError = 4

  /// 4 over 2 over 1 over 3 over 0.
  private var weight: Int {
    switch self {
    case .asExpected: 0
    case .undecided: 1
    case .unexpected: 2
    case .badInput: 3
    case .internalError: 4
    }
  }

  /// The one of two that the contract reports.
  func combined(with other: ExitStatus) -> ExitStatus { other.weight > weight ? other : self }
}
