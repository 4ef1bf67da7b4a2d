import ClaimLanguage
import Enclosures

/// Looks for a proof of one sequent, on one thread.
///
/// It tries rules in order of cost and asks the kernel what remains. It may fail on a true sequent; what it finds is
/// checked by the kernel alone.
struct Search {
  /// What a search may spend.
  struct Effort: Sendable {
    /// How many rules that change the goal may follow one another.
    var depth: Int
    /// The most boxes of one branch and bound inside another rule.
    var boxes: Int
    /// The most applications of rules in all.
    var work: Int

    /// The efforts to try one after the other.
    static let levels = [
      Effort(depth: 1, boxes: 24, work: 300),
      Effort(depth: 2, boxes: 60, work: 1_500),
      Effort(depth: 3, boxes: 150, work: 6_000),
      Effort(depth: 5, boxes: 400, work: 25_000),
    ]
  }

  private var work: Int
  private let boxes: Int
  /// Points at which a sequent is tried before it is worked on.
  private static let samples = 40

  init(_ effort: Effort) {
    work = effort.work
    boxes = effort.boxes
  }

  private mutating func spend(_ cost: Int) -> Bool {
    work -= cost
    return work >= 0
  }

  /// A proof by a rule and proofs of its premises, the easy ones first.
  private mutating func proof(
    _ rule: Rule, of sequent: Sequent, depth: Int, directly: Bool = false
  ) -> Proof? {
    guard spend(1), let premises = try? Kernel.premises(of: rule, for: sequent) else { return nil }
    var parts: [Proof] = []
    for premise in premises {
      guard let part = attempt(premise, depth: depth, directly: directly) else { return nil }
      parts.append(part)
    }
    return Proof(rule, parts)
  }

  /// A proof without premises.
  func leaf(_ sequent: Sequent) -> Proof? {
    let precisions = sequent.box.isEmpty ? [64, 256, 1024, 4096] : [64]
    for precision in precisions {
      if let proof = Search.closed(.interval(precision: precision), sequent) { return proof }
    }
    for index in sequent.conditions.indices {
      let rule = Rule.excluded(condition: index, precision: 64)
      if let proof = Search.closed(rule, sequent) { return proof }
    }
    return nil
  }

  static func closed(_ rule: Rule, _ sequent: Sequent) -> Proof? {
    guard let premises = try? Kernel.premises(of: rule, for: sequent), premises.isEmpty else {
      return nil
    }
    return Proof(rule)
  }

  /// A proof of a sequent; nil where none was found.
  ///
  /// Directly: by rules alone that neither divide boxes nor look at derivatives, which is cheap and enough for most steps
  /// of claims.
  mutating func attempt(_ sequent: Sequent, depth: Int, directly: Bool = false) -> Proof? {
    guard spend(1) else { return nil }
    if let proof = leaf(sequent) { return proof }
    switch sequent.goal.sign {
    case .zero:
      return Search.closed(.identity, sequent)
        ?? proof(.bothSides, of: sequent, depth: depth, directly: directly)
    case .nonZero:
      let sign = Samples.sign(of: sequent.goal.expression, in: sequent, count: Search.samples)
      guard let sign else { return nil }
      return proof(.signed(isPositive: sign > 0), of: sequent, depth: depth, directly: directly)
    case .nonNegative, .positive: break
    }
    if Kernel.kink(in: sequent) != nil {
      guard depth > -4 else { return nil }
      return proof(.cases, of: sequent, depth: depth - 1, directly: directly)
    }
    guard !Samples.outcome(sequent, count: Search.samples).fails else { return nil }
    if let proof = algebraic(sequent) { return proof }
    guard depth > 0 else { return nil }
    if directly { return direct(sequent, depth: depth) }
    return structural(sequent, depth: depth) ?? monotoneByEnclosure(sequent, depth: depth)
      ?? branch(sequent, most: boxes / 4, depth: depth)
      ?? monotoneBySamples(sequent, depth: depth) ?? substituted(sequent, depth: depth)
      ?? quadratic(sequent, depth: depth) ?? cutAtMinimum(sequent, depth: depth)
      ?? normalized(sequent, depth: depth)
      ?? branch(sequent, most: boxes, depth: depth)
  }

  // MARK: Without boxes

  private mutating func direct(_ sequent: Sequent, depth: Int) -> Proof? {
    for rule in directRules(sequent) {
      if let found = proof(rule, of: sequent, depth: depth - 1, directly: true) { return found }
    }
    return nil
  }

  private func directRules(_ sequent: Sequent) -> [Rule] {
    var rules: [Rule] = []
    for (index, condition) in sequent.conditions.enumerated() {
      for name in sequent.names
      where Kernel.isolation(condition, of: name, in: sequent) != nil {
        rules.append(.substitution(condition: index, variable: name))
      }
    }
    if let rule = productRule(sequent) { rules.append(rule) }
    rules.append(.inverse)
    for (index, condition) in sequent.conditions.enumerated() where condition.negated != nil {
      rules.append(.contraposition(condition: index))
    }
    return rules + quadraticRules(sequent) + [.normalized]
  }

  // MARK: Algebra

  /// A proof by normal forms alone.
  mutating func algebraic(_ sequent: Sequent) -> Proof? {
    guard spend(8) else { return nil }
    if let proof = Search.closed(.identity, sequent) { return proof }
    guard let problem = try? PositivityProblem(sequent) else { return nil }
    if (try? problem.isShownByBernstein()) == true { return Proof(.bernstein) }
    // A programme helps where there is something to combine.
    guard !sequent.conditions.isEmpty || sequent.box.count > 1, spend(10),
      let terms = CombinationSearch(problem: problem).terms()
    else { return nil }
    return Proof(.combination(terms))
  }

  /// Products and increasing functions.
  private mutating func structural(_ sequent: Sequent, depth: Int) -> Proof? {
    if let found = proof(.inverse, of: sequent, depth: depth - 1) { return found }
    return productRule(sequent).flatMap { proof($0, of: sequent, depth: depth - 1) }
  }

  /// The factors of the goal with the signs that they seem to have.
  private func productRule(_ sequent: Sequent) -> Rule? {
    let goal = sequent.goal
    guard
      let (factors, _) = Kernel.factors(of: goal.expression, isStrict: goal.isStrict),
      factors.count > 1 || factors.first?.expression != goal.expression
    else { return nil }
    let signs = factors.map {
      (Samples.sign(of: $0.expression, in: sequent, count: Search.samples) ?? 1) > 0
    }
    return .product(signs: signs)
  }

  private func quadraticRules(_ sequent: Sequent) -> [Rule] {
    guard let problem = try? PositivityProblem(sequent) else { return [] }
    return problem.form.atoms.enumerated().filter { problem.goal.degree(in: $0.offset) == 2 }
      .map { .quadratic(atom: $0.element.expression.description) }
  }

  private mutating func quadratic(_ sequent: Sequent, depth: Int) -> Proof? {
    for rule in quadraticRules(sequent) {
      if let found = proof(rule, of: sequent, depth: depth - 1) { return found }
    }
    return nil
  }

  private mutating func normalized(_ sequent: Sequent, depth: Int) -> Proof? {
    proof(.normalized, of: sequent, depth: depth - 1)
  }

  private mutating func substituted(_ sequent: Sequent, depth: Int) -> Proof? {
    for (index, condition) in sequent.conditions.enumerated() {
      for name in sequent.names {
        guard Kernel.isolation(condition, of: name, in: sequent) != nil else { continue }
        let rule = Rule.substitution(condition: index, variable: name)
        if let found = proof(rule, of: sequent, depth: depth - 1) { return found }
      }
    }
    return nil
  }

  // MARK: Monotonicity

  /// Whether the goal is increasing (decreasing) in a variable, by an enclosure of its derivative over the box.
  private func direction(_ sequent: Sequent, _ index: Int) -> Bool? {
    let name = sequent.names[index]
    guard sequent.goal.expression.mentions(name),
      let derivative = sequent.matter.derivative(by: name),
      let range = sequent.range(of: derivative, precision: 64)
    else { return nil }
    let side = sequent.box[index]
    if range.lower.sign >= 0, side.lower != nil { return true }
    if range.upper.sign <= 0, side.upper != nil { return false }
    return nil
  }

  private mutating func monotoneByEnclosure(_ sequent: Sequent, depth: Int) -> Proof? {
    for index in sequent.names.indices {
      guard let isIncreasing = direction(sequent, index) else { continue }
      let rule = Rule.monotone(variable: sequent.names[index], isIncreasing: isIncreasing)
      if let found = proof(rule, of: sequent, depth: depth) { return found }
    }
    return nil
  }

  private mutating func monotoneBySamples(_ sequent: Sequent, depth: Int) -> Proof? {
    for (index, name) in sequent.names.enumerated() {
      guard sequent.goal.expression.mentions(name),
        let derivative = sequent.matter.derivative(by: name)
      else { continue }
      let sign = Samples.sign(of: derivative, in: sequent, count: Search.samples)
      guard let sign, (sign > 0 ? sequent.box[index].lower : sequent.box[index].upper) != nil
      else { continue }
      let rule = Rule.monotone(variable: name, isIncreasing: sign > 0)
      if let found = proof(rule, of: sequent, depth: depth - 1) { return found }
    }
    return nil
  }

  /// Cuts where the goal seems to be least in a variable, and goes from there to both sides.
  private mutating func cutAtMinimum(_ sequent: Sequent, depth: Int) -> Proof? {
    guard depth > 1 else { return nil }
    for name in sequent.names {
      for place in StationaryPoints.candidates(of: sequent, in: name) {
        let rule = Rule.cut(Expression(.name(name)) - place)
        if let found = proof(rule, of: sequent, depth: depth - 1) { return found }
      }
    }
    return nil
  }

  // MARK: Boxes

  /// What is done with one box of a branch and bound: a proof, or how to divide it; nil for neither.
  enum Step {
    case closed(Proof)
    case divide(Rule, [Sequent])
  }

  /// Tries to close a box by rules that look at the box alone.
  mutating func step(_ sequent: Sequent, depth: Int) -> Step? {
    if let proof = leaf(sequent) { return .closed(proof) }
    if Kernel.kink(in: sequent) == nil {
      for index in sequent.names.indices {
        guard let isIncreasing = direction(sequent, index) else { continue }
        let rule = Rule.monotone(variable: sequent.names[index], isIncreasing: isIncreasing)
        if let found = proof(rule, of: sequent, depth: min(depth, 2) - 1) {
          return .closed(found)
        }
      }
      if let proof = meanValue(sequent) { return .closed(proof) }
    }
    guard let (variable, point) = Division.choice(sequent),
      let parts = try? Kernel.premises(of: .split(variable: variable, at: point), for: sequent)
    else { return nil }
    return .divide(.split(variable: variable, at: point), parts)
  }

  private mutating func meanValue(_ sequent: Sequent) -> Proof? {
    guard sequent.box.allSatisfy({ $0.width != nil }), !sequent.box.isEmpty else { return nil }
    let center = sequent.box.map { Samples.place(Rational(1, 2), $0) }
    return proof(.meanValue(center: center, precision: 64), of: sequent, depth: 0)
  }

  /// Branch and bound, one box after the other.
  private mutating func branch(_ sequent: Sequent, most: Int, depth: Int) -> Proof? {
    guard most > 1, !sequent.box.isEmpty else { return nil }
    var left = most
    return divided(sequent, &left, depth: depth, level: 0)
  }

  private mutating func divided(
    _ sequent: Sequent, _ left: inout Int, depth: Int, level: Int
  ) -> Proof? {
    left -= 1
    guard left >= 0, level < 60, spend(2) else { return nil }
    switch step(sequent, depth: depth - 1) {
    case .closed(let proof): return proof
    case .divide(let rule, let parts):
      guard !Samples.outcome(sequent, count: 8).fails else { return nil }
      var proofs: [Proof] = []
      for part in parts {
        guard let proof = divided(part, &left, depth: depth, level: level + 1) else { return nil }
        proofs.append(proof)
      }
      return Proof(rule, proofs)
    case nil: return nil
    }
  }
}

/// Where a box is divided.
enum Division {
  /// The variable in which the goal and the conditions vary most, and a point of it; nil where no side has an inside.
  static func choice(_ sequent: Sequent) -> (String, Rational)? {
    var best: (score: Double, variable: String, point: Rational)?
    for (index, name) in sequent.names.enumerated() {
      let side = sequent.box[index]
      guard let point = point(of: side), side.hasInside(point) else { continue }
      let own = score(sequent, index)
      if own > best?.score ?? -1 { best = (own, name, point) }
    }
    return best.map { ($0.variable, $0.point) }
  }

  /// |∂f|·width where both are known; an unbounded side counts most.
  ///
  /// It decides nothing but the order of work.
  private static func score(_ sequent: Sequent, _ index: Int) -> Double {
    let (name, side) = (sequent.names[index], sequent.box[index])
    let isUsed =
      sequent.goal.expression.mentions(name)
      || sequent.conditions.contains { $0.expression.mentions(name) }
    guard isUsed else { return 0 }
    guard let width = side.width else { return 1e30 }
    var slope = 1.0
    if let derivative = sequent.matter.derivative(by: name),
      let range = sequent.range(of: derivative, precision: 64)
    {
      slope = min(max(range.magnitude.approximation, 1e-6), 1e12)
    }
    return slope * width.approximation
  }

  /// The middle; on an unbounded side twice as far out, on one that spans scales the geometric middle.
  private static func point(of side: Side) -> Rational? {
    switch (side.lower, side.upper) {
    case (let lower?, let upper?):
      if lower.sign > 0, upper > lower * 64 {
        // A power of two near √(lower·upper).
        let exponent = (log2(lower) + log2(upper)) / 2
        let point = Rational.powerOfTwo(exponent)
        if side.hasInside(point) { return point }
      }
      return (lower + upper) * Rational(1, 2)
    case (let lower?, nil): return lower.sign > 0 ? lower * 2 : max(lower + 1, 1)
    case (nil, let upper?): return upper.sign < 0 ? upper * 2 : min(upper - 1, -1)
    case (nil, nil): return 0
    }
  }

  /// The whole binary logarithm of a positive number, about.
  private static func log2(_ value: Rational) -> Int {
    BigFloat(value, precision: 64, rounding: .down).binaryExponent ?? 0
  }
}
