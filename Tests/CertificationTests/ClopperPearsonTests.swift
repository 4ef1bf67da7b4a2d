import Enclosures
import Testing

@testable import Certification

@Suite("Clopper-Pearson intervals")
struct ClopperPearsonTests {
  /// Failures, draws, confidence and both ends, of Tests/Oracles/make_sweep_oracle.py.
  private static let oracle: [(Int, Int, String, String, String)] = [
    (0, 1, "19/20", "0", "0.975"),
    (1, 1, "19/20", "0.025", "1"),
    (0, 10, "99/100", "0", "0.4112959813475253705373871053932897621502"),
    (
      3, 10, "19/20", "0.06673951117773446711464805629164889886033",
      "0.6524528500599972950383020281065541380239"
    ),
    (10, 10, "99/100", "0.5887040186524746294626128946067102378498", "1"),
    (
      5, 50, "9/10", "0.04023659040211457562874961400906882227587",
      "0.1988330025164184872408625590521261760987"
    ),
    (0, 1000, "99/100", "0", "0.005284306039497443445416060144371814592943"),
    (
      1, 1000, "99/100", "0.000005012529260777506126171437395446903239415",
      "0.007406286938352937621723486706075581389946"
    ),
    (
      500, 1000, "999/1000", "0.4476294198586042170762480157480481601394",
      "0.5523705801413957829237519842519518398606"
    ),
    (
      999, 1000, "99/100", "0.9925937130616470623782765132939244186101",
      "0.9999949874707392224938738285626045530968"
    ),
    (1000, 1000, "99/100", "0.9947156939605025565545839398556281854071", "1"),
    (0, 100000, "99/100", "0", "0.00005298177008192341344769093607310703088495"),
    (
      1, 100000, "999999/1000000", "0.000000000005000001249987916660572934697931015607489",
      "0.0001742078453060169471878192684938001143187"
    ),
    (
      37, 100000, "99/100", "0.0002320996460330484940098861779863258501698",
      "0.000557424655558172069523061362469340565228"
    ),
    (50000, 100000, "99/100", "0.4959223342426", "0.5040776657574"),
    (99990, 100000, "99/100", "0.9997860339193", "0.9999628297968"),
  ]

  @Test("have the ends that beta quantiles give", arguments: oracle)
  func quantiles(failures: Int, draws: Int, confidence: String, lower: String, upper: String) throws
  {
    let interval = ClopperPearson(
      failures: failures, draws: draws, confidence: try Rational(parsing: confidence))
    for (found, text) in [(interval.lower, lower), (interval.upper, upper)] {
      let value = try Rational(parsing: text)
      // The last digit of the reference is rounded.
      let digits = text.filter(\.isNumber).drop { $0 == "0" }.count
      let scale = try #require(Rational(10).power(2 - max(digits, 2)))
      let slack = text == "0" || text == "1" ? 0 : value * scale
      #expect(found.lowerBound - slack <= value && value <= found.upperBound + slack)
      #expect(found.upperBound - found.lowerBound <= Rational.powerOfTwo(-100))
    }
  }

  @Test("reach the tails exactly: P(X <= k) brackets the tail at the ends, by exact sums")
  func exactTails() throws {
    for (failures, draws) in [(0, 7), (2, 7), (6, 7), (7, 7), (11, 40), (1, 40)] {
      let interval = ClopperPearson(
        failures: failures, draws: draws, confidence: Rational(9, 10))
      let tail = Rational(1, 20)
      func atMost(_ k: Int, _ p: Rational) throws -> Rational {
        var (sum, coefficient) = (Rational(0), Rational(1))
        for i in stride(from: 0, through: k, by: 1) {
          sum += coefficient * (try #require(p.power(i))) * (try #require((1 - p).power(draws - i)))
          coefficient = coefficient * Rational(draws - i) / Rational(i + 1)
        }
        return sum
      }
      if failures < draws {
        #expect(try atMost(failures, interval.upper.lowerBound) >= tail)
        #expect(try atMost(failures, interval.upper.upperBound) <= tail)
      } else {
        #expect(interval.upper == 1...1)
      }
      if failures > 0 {
        #expect(try 1 - atMost(failures - 1, interval.lower.lowerBound) <= tail)
        #expect(try 1 - atMost(failures - 1, interval.lower.upperBound) >= tail)
      } else {
        #expect(interval.lower == 0...0)
      }
    }
  }

  @Test("are symmetric, nested in confidence and monotone in failures")
  func laws() {
    let low = Rational(9, 10)
    let high = Rational(99, 100)
    for failures in 0..<30 {
      let interval = ClopperPearson(failures: failures, draws: 30, confidence: low)
      let mirrored = ClopperPearson(failures: 30 - failures, draws: 30, confidence: low)
      #expect(interval.lower.lowerBound == 1 - mirrored.upper.upperBound)
      let wider = ClopperPearson(failures: failures, draws: 30, confidence: high)
      #expect(wider.lower.lowerBound <= interval.lower.upperBound)
      #expect(wider.upper.upperBound >= interval.upper.lowerBound)
      let next = ClopperPearson(failures: failures + 1, draws: 30, confidence: low)
      #expect(next.lower.lowerBound > interval.lower.upperBound)
      #expect(next.upper.lowerBound > interval.upper.upperBound)
    }
  }
}
