import ClaimLanguage
import Enclosures
import Synchronization

/// Branch and bound over boxes, wave by wave: the boxes of one wave are worked on at the same time.
///
/// What becomes of a box depends on the box alone, so that the proof does not depend on the threads.
struct BranchAndBound {
  let jobs: Int
  /// The most boxes.
  let most: Int
  /// Told how many boxes are closed and how many are open after each wave.
  let progress: @Sendable (_ closed: Int, _ open: Int) -> Void

  /// How it ended.
  enum Outcome {
    case proved(Proof)
    /// A point that keeps the conditions, at which the goal seems to fail.
    case suspect([Rational], Sequent)
    /// The widest box that is left.
    case open(Sequent, closed: Int)
  }

  /// The most divisions of a box.
  private static let depth = 120
  /// What may be spent on one box.
  private static let effort = Search.Effort(depth: 2, boxes: 0, work: 60)

  private struct Node {
    let sequent: Sequent
    var rule: Rule?
    var proof: Proof?
    var children: [Int] = []
    let level: Int
  }

  private enum Fate: Sendable {
    case closed(Proof)
    case divided(Rule, [Sequent])
    case suspect([Rational])
    case stuck
  }

  /// Works on a sequent until it is proved, a suspect point is found or the boxes are used up.
  func run(_ sequent: Sequent) -> Outcome {
    var nodes = [Node(sequent: sequent, level: 0)]
    var wave = [0]
    var closed = 0
    while !wave.isEmpty {
      let fates = fates(of: wave.map { nodes[$0].sequent })
      var next: [Int] = []
      for (place, fate) in zip(wave, fates) {
        switch fate {
        case .closed(let proof):
          nodes[place].proof = proof
          closed += 1
        case .divided(let rule, let parts):
          guard nodes[place].level < BranchAndBound.depth else {
            return .open(nodes[place].sequent, closed: closed)
          }
          nodes[place].rule = rule
          for part in parts {
            nodes[place].children.append(nodes.count)
            next.append(nodes.count)
            nodes.append(Node(sequent: part, level: nodes[place].level + 1))
          }
        case .suspect(let point): return .suspect(point, nodes[place].sequent)
        case .stuck: return .open(nodes[place].sequent, closed: closed)
        }
      }
      progress(closed, next.count)
      if nodes.count > most, let first = next.first {
        return .open(nodes[first].sequent, closed: closed)
      }
      wave = next
    }
    // Children come after their parents.
    for place in nodes.indices.reversed() where nodes[place].proof == nil {
      guard let rule = nodes[place].rule else { continue }
      nodes[place].proof = Proof(rule, nodes[place].children.compactMap { nodes[$0].proof })
    }
    guard let proof = nodes[0].proof else { return .open(sequent, closed: closed) }
    return .proved(proof)
  }

  private func fates(of sequents: [Sequent]) -> [Fate] {
    let results = Mutex<[Fate]>(Array(repeating: .stuck, count: sequents.count))
    Parallel.forEach(sequents.count, jobs: jobs) { index in
      let fate = BranchAndBound.fate(of: sequents[index])
      results.withLock { $0[index] = fate }
    }
    return results.withLock { $0 }
  }

  private static func fate(of sequent: Sequent) -> Fate {
    var search = Search(effort)
    switch search.step(sequent, depth: effort.depth) {
    case .closed(let proof): return .closed(proof)
    case nil: return .stuck
    case .divide(let rule, let parts):
      if let point = suspect(in: sequent) { return .suspect(point) }
      if let proof = search.algebraicOnBox(sequent) { return .closed(proof) }
      return .divided(rule, parts)
    }
  }

  /// A point of the box that keeps the conditions and at which the goal fails.
  private static func suspect(in sequent: Sequent) -> [Rational]? {
    Samples.points(of: sequent.box, count: 6).first { point in
      guard Samples.keeps(point, sequent),
        let range = Samples.value(sequent.goal.expression, at: point, sequent)
      else { return false }
      return Kernel.fails(sequent.goal.sign, on: range)
    }
  }
}

extension Search {
  /// Bernstein coefficients on a box, for goals that are algebraic in few variables.
  fileprivate mutating func algebraicOnBox(_ sequent: Sequent) -> Proof? {
    guard sequent.goal.expression.isRational else { return nil }
    return Search.closed(.bernstein, sequent)
  }
}

extension Expression {
  /// Whether it is made by + − · ÷ and integer powers alone.
  var isRational: Bool {
    switch node {
    case .number, .name: true
    case .infinity, .call, .function: false
    case .negation(let operand): operand.isRational
    case .binary(.power, let base, let exponent):
      base.isRational && exponent.integerExponent != nil
    case .binary(_, let left, let right): left.isRational && right.isRational
    }
  }
}
