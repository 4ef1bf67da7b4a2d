internal import Enclosures

/// One side of a comparison as a product: t-free factors, powers g^(kt), and one function f(t).
private struct ProductForm {
  /// t-free factors with their integer exponents.
  var factors: [(Expression, Int)] = []
  /// The base g of the powers g^(kt); all have the same.
  var base: Expression?
  /// The sum of the slopes k.
  var slope = 0
  /// The function of time, in the numerator.
  var function: String?

  mutating func addPower(of base: Expression, slope: Int, constant: Int) -> Bool {
    guard self.base == nil || self.base == base else { return false }
    let (sum, overflow) = self.slope.addingReportingOverflow(slope)
    guard !overflow, abs(sum) <= 1 << 20 else { return false }
    self.base = base
    self.slope = sum
    if constant != 0 { factors.append((base, constant)) }
    return true
  }
}

extension EvaluationContext {
  /// Decides f(t) ≤ K·g^(kt) and the like over the block through the enclosure of f(t)/g^(kt), which a
  /// theory can give where separate enclosures of both sides would decay to 0 together.
  ///
  /// Both sides are brought into the form c·f(t)^a·g^(kt) with a ∈ {0, 1}; dividing by g^(kt) keeps the
  /// relation because g^(kt) > 0: g is certainly positive, or k is even and g certainly not 0.
  ///
  /// - Returns: nil where the comparison has another form or the theory has no argument.
  func ratioTruth(_ comparison: Comparison) throws -> Ternary? {
    guard let times, let variable,
      comparison.left.mentions(variable) || comparison.right.mentions(variable)
    else { return nil }
    do {
      var left = ProductForm()
      var right = ProductForm()
      guard try decompose(comparison.left, 1, &left),
        try decompose(comparison.right, 1, &right)
      else { return nil }
      var relation = comparison.relation
      if left.function == nil {
        swap(&left, &right)
        relation = relation.reversed
      }
      guard let function = left.function, right.function == nil,
        let base = right.base ?? left.base, left.base == nil || left.base == base
      else { return nil }
      let slope = right.slope - left.slope
      guard slope > 0, var rate = try decayRate(base) else { return nil }
      let baseValue = try value(base)
      guard baseValue.interval(precision).isBounded else { return nil }
      let sign = baseValue.certainSign ?? 0
      let isEven = left.slope % 2 == 0 && right.slope % 2 == 0
      guard sign > 0 || (sign < 0 && isEven) else { return nil }
      // Even powers of g and −g agree: theories see positive rates only.
      if sign < 0 { rate = rate.scaled(by: -1) }
      let ratio = try source.enclosure(
        of: function, over: times, relativeTo: rate, exponent: slope, precision: precision)
      guard let ratio else { return nil }
      let (factor, bound) = (try product(left.factors), try product(right.factors))
      let truth = try factor.multiplied(by: .of(ratio), precision)
        .compare(relation, bound, precision)
      // Equality at the first step is decided by an exact supremum where the theory has one.
      guard truth == .unknown, relation.isUpperBound, (factor.certainSign ?? -1) >= 0,
        let supremum = try source.exactUpperBound(
          of: function, from: times.lower, relativeTo: rate, exponent: slope)
      else { return truth }
      let sharp = try factor.multiplied(by: .exact(supremum), precision)
        .compare(relation, bound, precision)
      // Only "true" carries over from the supremum to every step.
      return sharp == .certainlyTrue ? .certainlyTrue : .unknown
    } catch is DomainError {
      return nil
    }
  }

  private func product(_ factors: [(Expression, Int)]) throws -> Value {
    var result = Value.exact(1)
    for (factor, exponent) in factors {
      let power = try value(factor).power(.exact(Rational(exponent)), precision)
      result = try result.multiplied(by: power, precision)
    }
    return result
  }

  /// Adds expression^exponent to the form; false where it does not fit.
  private func decompose(
    _ expression: Expression, _ exponent: Int, _ form: inout ProductForm
  ) throws -> Bool {
    guard let variable, expression.mentions(variable) else {
      form.factors.append((expression, exponent))
      return true
    }
    switch expression.node {
    case .call(let name, let arguments):
      guard exponent == 1, form.function == nil, arguments.last?.node == .name(variable),
        let key = functionKey(name, arguments)
      else { return false }
      form.function = key
      return true
    case .negation(let operand):
      form.factors.append((Expression(.number(-1)), exponent))
      return try decompose(operand, exponent, &form)
    case .binary(.times, let left, let right):
      return try decompose(left, exponent, &form) && decompose(right, exponent, &form)
    case .binary(.divide, let left, let right):
      return try decompose(left, exponent, &form) && decompose(right, -exponent, &form)
    case .binary(.power, let base, let power):
      guard let affine = try affineTime(power), let slope = affine.slope.int,
        let constant = affine.constant.int, abs(slope) <= 1 << 20, abs(constant) <= 1 << 20,
        abs(exponent) <= 1 << 20
      else { return false }
      if slope == 0 { return try decompose(base, exponent * constant, &form) }
      guard !base.mentions(variable) else { return false }
      return form.addPower(of: base, slope: slope * exponent, constant: constant * exponent)
    default: return false
    }
  }

  /// The rate as an exact affine form in the quantities that are not exact; nil where it is none.
  func decayRate(_ expression: Expression) throws -> DecayRate? {
    if case .exact(let constant) = try value(expression) { return DecayRate(constant: constant) }
    switch expression.node {
    case .name(let name): return DecayRate(constant: 0, coefficients: [name: 1])
    case .negation(let operand): return try decayRate(operand)?.scaled(by: -1)
    case .binary(let operation, let left, let right):
      guard operation != .power, let x = try decayRate(left), let y = try decayRate(right) else {
        return nil
      }
      switch operation {
      case .plus: return x.adding(y)
      case .minus: return x.adding(y.scaled(by: -1))
      case .times where x.coefficients.isEmpty: return y.scaled(by: x.constant)
      case .times where y.coefficients.isEmpty: return x.scaled(by: y.constant)
      case .divide where y.coefficients.isEmpty && !y.constant.isZero:
        return x.scaled(by: 1 / y.constant)
      default: return nil
      }
    default: return nil
    }
  }
}

extension DecayRate {
  fileprivate func scaled(by factor: Rational) -> DecayRate {
    DecayRate(
      constant: constant * factor, coefficients: coefficients.mapValues { $0 * factor })
  }

  fileprivate func adding(_ other: DecayRate) -> DecayRate {
    DecayRate(
      constant: constant + other.constant,
      coefficients: coefficients.merging(other.coefficients) { $0 + $1 })
  }
}
