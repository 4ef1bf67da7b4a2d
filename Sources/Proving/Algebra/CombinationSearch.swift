import Enclosures

/// Looks for a combination of generators that shows a polynomial goal (Handelman 1988, with squares of differences).
///
/// It wants factors c ≥ 0 such that P − Σ c_j·product_j has non-negative coefficients: a linear programme, solved exactly
/// by the dual simplex method with Bland's rule. What it finds is checked by `PositivityProblem.isShown`.
struct CombinationSearch {
  /// The most products that are tried.
  static let columns = 160
  /// The most coefficients that are looked at.
  static let rows = 160
  /// The most pivots.
  static let pivots = 120

  let problem: PositivityProblem

  /// Terms of a combination; nil where none was found.
  func terms() -> [CombinationTerm]? {
    if let found = terms(showing: problem.shifted), (try? problem.isShown(by: found)) == true {
      return found
    }
    guard problem.isStrict else { return nil }
    // P − w·ε for something positive w: then P is positive.
    for witness in witnesses where witness.polynomial.degree <= problem.shifted.degree {
      guard
        let found = terms(
          showing: problem.shifted - witness.polynomial.scaled(by: Rational(1, 1024)))
      else { continue }
      let all =
        found + [CombinationTerm(coefficient: Rational(1, 1024), generators: witness.generators)]
      if (try? problem.isShown(by: all)) == true { return all }
    }
    return nil
  }

  /// Products of positive generators; the empty product is 1.
  private var witnesses: [(polynomial: Polynomial, generators: [Int])] {
    var result: [(Polynomial, [Int])] = [(Polynomial(1), [])]
    // Conditions first: what a goal owes to is more likely among them.
    for (index, generator) in problem.generators.enumerated().reversed()
    where generator.isPositive && !generator.isZero && result.count < 4 {
      result.append((generator.polynomial, [index]))
    }
    for first in result.dropFirst() {
      for second in result.dropFirst() where first.1[0] <= second.1[0] && result.count < 8 {
        guard let product = try? first.0.multiplied(by: second.0) else { continue }
        result.append((product, first.1 + second.1))
      }
    }
    return result
  }

  private struct Candidate {
    let polynomial: Polynomial
    let generators: [Int]
    let sign: Int
  }

  private func terms(showing goal: Polynomial) -> [CombinationTerm]? {
    if PositivityProblem.isNonNegative(goal, problem.sides) { return [] }
    let candidates = candidates(for: goal)
    guard !candidates.isEmpty else { return nil }
    var monomials = Set(goal.terms.keys)
    for candidate in candidates { monomials.formUnion(candidate.polynomial.terms.keys) }
    guard monomials.count <= CombinationSearch.rows else { return nil }
    let ordered = monomials.sorted(by: Polynomial.precedes)
    var rows: [[Rational]] = []
    var bounds: [Rational] = []
    for monomial in ordered {
      let row = candidates.map { $0.polynomial.terms[monomial] ?? 0 }
      let bound = goal.terms[monomial] ?? 0
      rows.append(row)
      bounds.append(bound)
      // A monomial of either sign must vanish.
      if !PositivityProblem.isNonNegative(monomial, problem.sides) {
        rows.append(row.map { -$0 })
        bounds.append(-bound)
      }
    }
    guard let factors = DualSimplex.solution(rows, bounds, pivots: CombinationSearch.pivots)
    else { return nil }
    return zip(candidates, factors).compactMap { candidate, factor in
      factor.isZero
        ? nil
        : CombinationTerm(
          coefficient: candidate.sign < 0 ? -factor : factor, generators: candidate.generators)
    }
  }

  /// Products of one or two generators that are no shifted atoms, times monomials of shifted atoms.
  private func candidates(for goal: Polynomial) -> [Candidate] {
    let shiftedCount = problem.sides.count { $0.lower != nil || $0.upper != nil }
    let degree = max(goal.degree, 1)
    let used = goal.atoms
    var bases: [(polynomial: Polynomial, generators: [Int], isZero: Bool)] = []
    let others = problem.generators.indices.filter {
      $0 >= shiftedCount && !problem.generators[$0].polynomial.isZero
        && problem.generators[$0].polynomial.degree <= degree + 1
    }
    for index in others {
      let generator = problem.generators[index]
      // A square of a difference helps only where it touches the goal.
      guard index < problem.firstSquare || !generator.polynomial.atoms.isDisjoint(with: used)
      else { continue }
      bases.append((generator.polynomial, [index], generator.isZero))
    }
    for first in others {
      for second in others where second >= first && bases.count < 40 {
        let (x, y) = (problem.generators[first], problem.generators[second])
        guard x.polynomial.degree + y.polynomial.degree <= degree,
          let product = try? x.polynomial.multiplied(by: y.polynomial)
        else { continue }
        bases.append((product, [first, second], false))
      }
    }
    let monomials = multipliers(degree)
    var result: [Candidate] = []
    for monomial in monomials {
      for base in bases where result.count < CombinationSearch.columns {
        let size = monomial.generators.count + base.polynomial.degree
        guard size <= degree + 1,
          let product = try? base.polynomial.multiplied(by: monomial.polynomial)
        else { continue }
        let generators = monomial.generators + base.generators
        result.append(Candidate(polynomial: product, generators: generators, sign: 1))
        if base.isZero {
          result.append(Candidate(polynomial: -product, generators: generators, sign: -1))
        }
      }
    }
    return result
  }

  /// Monomials of shifted atoms up to a degree, the simple ones first.
  private func multipliers(_ degree: Int) -> [(polynomial: Polynomial, generators: [Int])] {
    let atoms = problem.sides.indices.filter {
      problem.sides[$0].lower != nil || problem.sides[$0].upper != nil
    }
    var result: [(polynomial: Polynomial, generators: [Int])] = [(Polynomial(1), [])]
    var start = 0
    for _ in 0..<min(degree, 4) {
      let end = result.count
      for known in result[start..<end] {
        for (number, atom) in atoms.enumerated()
        where number >= (known.generators.last ?? 0) && result.count < 60 {
          guard let product = try? known.polynomial.multiplied(by: Polynomial(atom: atom)) else {
            continue
          }
          result.append((product, known.generators + [number]))
        }
      }
      start = end
    }
    return result
  }
}

/// Finds c ≥ 0 with A·c ≤ p.
enum DualSimplex {
  /// A solution; nil where there is none, or not within so many pivots.
  static func solution(_ rows: [[Rational]], _ bounds: [Rational], pivots: Int) -> [Rational]? {
    let width = rows.first?.count ?? 0
    var (table, right) = (rows, bounds)
    // Variables 0..<width are the factors, the others slacks.
    var columns = Array(0..<width)
    var basis = rows.indices.map { width + $0 }
    for _ in 0..<pivots {
      guard
        let row = right.indices.filter({ right[$0].sign < 0 }).min(by: { basis[$0] < basis[$1] })
      else {
        var result = [Rational](repeating: 0, count: width)
        for (row, variable) in basis.enumerated() where variable < width {
          result[variable] = right[row]
        }
        return result
      }
      guard
        let column = columns.indices.filter({ table[row][$0].sign < 0 })
          .min(by: { columns[$0] < columns[$1] })
      else { return nil }
      pivot(&table, &right, row, column)
      swap(&basis[row], &columns[column])
    }
    return nil
  }

  private static func pivot(
    _ table: inout [[Rational]], _ right: inout [Rational], _ row: Int, _ column: Int
  ) {
    let inverse = 1 / table[row][column]
    var own = table[row].map { $0.isZero ? $0 : $0 * inverse }
    own[column] = inverse
    let ownRight = right[row] * inverse
    for other in table.indices where other != row {
      let factor = table[other][column]
      if factor.isZero { continue }
      for index in own.indices where index != column && !own[index].isZero {
        table[other][index] = table[other][index] - factor * own[index]
      }
      table[other][column] = -(factor * inverse)
      right[other] = right[other] - factor * ownRight
    }
    table[row] = own
    right[row] = ownRight
  }
}
