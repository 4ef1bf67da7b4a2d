import Documents
import Enclosures
import RidgeTheory

/// The blocks of steps that re-establish the stage times (docs/certificates.md).
///
/// For t1: on every block after it the training loss is below ε. For t2: on every block before it the
/// population loss is above c.
struct Evidence {
  /// One block: first step, last step (`inf` for a tail), and whether the property holds there:
  /// `yes` at every step, `no` at none, `open` where it was not decided.
  struct Block: Hashable {
    let steps: TimeRange
    let outcome: Ternary
  }

  let t1: [Block]
  let t2: [Block]

  init(_ times: StageTimes) {
    t1 = times.t1Evidence.map { Block(steps: $0.steps, outcome: $0.outcome) }
    t2 = times.t2Evidence.map { Block(steps: $0.steps, outcome: $0.outcome) }
  }

  /// Reads evidence.
  ///
  /// - Throws: `CertificateError.malformed`.
  init(json: JSONValue) throws(CertificateError) {
    let reader = JSONReaderAt(json, "evidence")
    try reader.allow(["t1", "t2"])
    t1 = try Evidence.blocks(reader, "t1")
    t2 = try Evidence.blocks(reader, "t2")
  }

  private static func blocks(
    _ reader: JSONReaderAt, _ name: String
  ) throws(CertificateError) -> [Block] {
    var blocks: [Block] = []
    for (index, element) in try reader.array(name).enumerated() {
      let path = "evidence.\(name)[\(index)]"
      guard let fields = element.array, fields.count == 3, let from = fields[0].string,
        let to = fields[1].string, let outcome = fields[2].string.flatMap(outcomes.first(named:)),
        let lower = Int(from), lower >= 0
      else { throw .malformed(path: path, message: "must be [first step, last step, outcome]") }
      let upper: Int?
      if to == "inf" {
        upper = nil
      } else if let last = Int(to), last >= lower {
        upper = last
      } else {
        throw .malformed(path: path, message: "'\(to)' is not a last step")
      }
      blocks.append(Block(steps: TimeRange(lower, upper), outcome: outcome))
    }
    return blocks
  }

  private static let outcomes: KeyValuePairs<String, Ternary> = [
    "yes": .certainlyTrue, "no": .certainlyFalse, "open": .unknown,
  ]

  /// The evidence as JSON.
  var json: JSONValue { ["t1": Evidence.json(t1), "t2": Evidence.json(t2)] }

  private static func json(_ blocks: [Block]) -> JSONValue {
    .array(
      blocks.map { block in
        let name = outcomes.first { $0.value == block.outcome }?.key ?? "open"
        return [
          .string(String(block.steps.lower)),
          .string(block.steps.upper.map { String($0) } ?? "inf"), .string(name),
        ]
      })
  }
}

extension KeyValuePairs<String, Ternary> {
  fileprivate func first(named name: String) -> Ternary? { first { $0.key == name }?.value }
}
