import Documents

/// Reads one claim.
struct ClaimReader {
  let file: String
  var id: String?

  init(file: String) { self.file = file }

  private func error(_ message: String, _ field: String, _ node: ClaimNode) -> ClaimError {
    ClaimError(
      file: file, line: node.line > 0 ? node.line : nil, claim: id, field: field, message: message)
  }

  private func mapping(
    _ node: ClaimNode, _ field: String, allowed: [String], required: [String]
  ) throws(ClaimError) -> [String: ClaimNode] {
    guard case .mapping(let pairs) = node.content else {
      throw error("expected keys with values", field, node)
    }
    var result: [String: ClaimNode] = [:]
    for (key, value) in pairs {
      guard allowed.contains(key) else {
        let hint = nearest(key, in: allowed).map { "; did you mean '\($0)'?" } ?? ""
        throw error("unknown key '\(ParseLimits.excerpt(key))'\(hint)", field, value)
      }
      guard result.updateValue(value, forKey: key) == nil else {
        throw error("key '\(key)' occurs twice", field, value)
      }
    }
    for key in required where result[key] == nil {
      throw error("key '\(key)' is missing", field, node)
    }
    return result
  }

  private func text(_ node: ClaimNode, _ field: String) throws(ClaimError) -> String {
    guard case .scalar(let text) = node.content else { throw error("expected a text", field, node) }
    return text
  }

  private func text(
    _ fields: [String: ClaimNode], _ key: String, _ path: String = ""
  ) throws(ClaimError) -> String? {
    guard let node = fields[key] else { return nil }
    return try text(node, path.isEmpty ? key : "\(path).\(key)")
  }

  private func parsed<T>(
    _ node: ClaimNode, _ field: String, _ parse: (String) throws(ParseError) -> T
  ) throws(ClaimError) -> T {
    let source = try text(node, field)
    do {
      return try parse(source)
    } catch let failure {
      throw error(failure.description, field, node)
    }
  }

  private func statement(
    _ fields: [String: ClaimNode], _ key: String, _ path: String
  ) throws(ClaimError) -> Claim.Statement? {
    guard let node = fields[key] else { return nil }
    return try parsed(node, path.isEmpty ? key : "\(path).\(key)") {
      (text) throws(ParseError) in try Claim.Statement(parsing: text)
    }
  }

  /// The items of an optional list, each with its path; their ids must differ.
  private func items<T>(
    _ fields: [String: ClaimNode], _ key: String,
    _ read: (ClaimNode, String) throws(ClaimError) -> (String, T)
  ) throws(ClaimError) -> [T] {
    guard let node = fields[key] else { return [] }
    guard case .list(let nodes) = node.content else { throw error("expected a list", key, node) }
    var result: [T] = []
    var ids: Set<String> = []
    for (index, item) in nodes.enumerated() {
      let (id, value) = try read(item, "\(key)[\(index)]")
      guard ids.insert(id).inserted else {
        throw error("id '\(id)' occurs twice", "\(key)[\(index)].id", item)
      }
      result.append(value)
    }
    return result
  }

  mutating func claim(_ node: ClaimNode) throws(ClaimError) -> Claim {
    let fields = try mapping(
      node, "",
      allowed: [
        "id", "title", "source", "theory", "hypotheses", "events", "conclusion", "steps",
        "monotonicity", "flags", "note", "comment",
      ], required: ["id", "title", "source", "theory", "conclusion"])
    let name = try text(fields, "id") ?? ""
    guard ClaimSet.isValid(id: name) else {
      throw error(
        "'\(ParseLimits.excerpt(name))' is not an id such as ridge/4.2-t1", "id", node)
    }
    id = name
    let theory = try text(fields, "theory") ?? ""
    guard name.hasPrefix(theory + "/") else {
      throw error("the id does not start with the theory '\(theory)/'", "theory", node)
    }
    guard let conclusion = try statement(fields, "conclusion", "") else {
      throw error("key 'conclusion' is missing", "", node)
    }
    let reader = self
    let hypotheses = try items(fields, "hypotheses") {
      (item, path) throws(ClaimError) in try reader.hypothesis(item, path)
    }
    let events = try items(fields, "events") {
      (item, path) throws(ClaimError) in try reader.event(item, path)
    }
    let steps = try items(fields, "steps") {
      (item, path) throws(ClaimError) in try reader.step(item, path)
    }
    let monotonicity = try items(fields, "monotonicity") {
      (item, path) throws(ClaimError) in try reader.monotonicity(item, path)
    }
    let (note, comment) = (try text(fields, "note"), try text(fields, "comment"))
    return Claim(
      id: name, title: try text(fields, "title") ?? "", source: try text(fields, "source") ?? "",
      theory: theory, hypotheses: hypotheses, events: events, conclusion: conclusion, steps: steps,
      monotonicity: monotonicity, flags: try flags(fields), note: note ?? comment)
  }

  private func hypothesis(
    _ node: ClaimNode, _ path: String
  ) throws(ClaimError) -> (String, Claim.Hypothesis) {
    let fields = try mapping(
      node, path, allowed: ["id", "statement", "note"], required: ["id", "statement"])
    guard let statement = try statement(fields, "statement", path) else {
      throw error("key 'statement' is missing", path, node)
    }
    let id = try text(fields, "id", path) ?? ""
    return (
      id, Claim.Hypothesis(id: id, statement: statement, note: try text(fields, "note", path))
    )
  }

  private func event(_ node: ClaimNode, _ path: String) throws(ClaimError) -> (String, Claim.Event)
  {
    let fields = try mapping(
      node, path, allowed: ["id", "statement", "unchecked", "probability"], required: ["id"])
    let unchecked = try text(fields, "unchecked", path)
    let statement = try statement(fields, "statement", path)
    guard (statement == nil) != (unchecked == nil) else {
      throw error("an event has either a 'statement' or 'unchecked', with the reason", path, node)
    }
    var probability: Claim.Probability?
    if let node = fields["probability"] {
      probability = try parsed(node, "\(path).probability") {
        (text) throws(ParseError) in try Claim.Probability(parsing: text)
      }
    }
    let id = try text(fields, "id", path) ?? ""
    return (
      id,
      Claim.Event(id: id, statement: statement, unchecked: unchecked, probability: probability)
    )
  }

  func step(_ node: ClaimNode, _ path: String) throws(ClaimError) -> (String, Claim.Step) {
    let fields = try mapping(
      node, path,
      allowed: [
        "id", "kind", "forall", "where", "statement", "expect", "text", "coq", "cite", "source",
      ],
      required: ["id"])
    let id = try text(fields, "id", path) ?? ""
    let statement = try statement(fields, "statement", path)
    let words = try text(fields, "text", path)
    guard statement != nil || words != nil else {
      throw error("a step has a 'statement', a 'text', or both", path, node)
    }
    let expected = try text(fields, "expect", path)
    guard [nil, "true", "false"].contains(expected) else {
      throw error("expected true or false", "\(path).expect", node)
    }
    var kind: Claim.Step.Kind?
    if let name = try text(fields, "kind", path) {
      kind = Claim.Step.Kind(rawValue: name)
      if kind == nil {
        let known = Claim.Step.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw error("'\(ParseLimits.excerpt(name))' is none of \(known)", "\(path).kind", node)
      }
    }
    let (cited, source) = (try text(fields, "cite", path), try text(fields, "source", path))
    let step = Claim.Step(
      id: id, variables: try variables(fields, path),
      hypotheses: try self.statement(fields, "where", path), statement: statement,
      isExpected: expected != "false", kind: kind, text: words,
      coq: try text(fields, "coq", path),
      citation: cited ?? source)
    return (id, step)
  }

  /// The variables of `forall`, in their order.
  private func variables(
    _ fields: [String: ClaimNode], _ path: String
  ) throws(ClaimError) -> [Claim.Variable] {
    guard let all = fields["forall"] else { return [] }
    guard case .mapping(let pairs) = all.content else {
      throw error("expected variables with ranges", "\(path).forall", all)
    }
    var result: [Claim.Variable] = []
    for (name, interval) in pairs {
      result.append(
        Claim.Variable(name: name, interval: try text(interval, "\(path).forall.\(name)")))
    }
    return result
  }

  func monotonicity(
    _ node: ClaimNode, _ path: String
  ) throws(ClaimError) -> (String, Claim.Monotonicity) {
    let fields = try mapping(
      node, path, allowed: ["id", "bound", "forall", "where", "expect"],
      required: ["id", "bound", "forall"])
    let id = try text(fields, "id", path) ?? ""
    guard let boundNode = fields["bound"] else {
      throw error("key 'bound' is missing", path, node)
    }
    let bound = try parsed(boundNode, "\(path).bound") {
      (text) throws(ParseError) in try Claim.Probability(parsing: text)
    }
    var expected: [String: Claim.Monotonicity.Direction] = [:]
    if let given = fields["expect"] {
      guard case .mapping(let pairs) = given.content else {
        throw error("expected parameters with directions", "\(path).expect", given)
      }
      for (name, value) in pairs {
        let word = try text(value, "\(path).expect.\(name)")
        guard let direction = Claim.Monotonicity.Direction(rawValue: word) else {
          throw error(
            "expected increasing, decreasing or neither", "\(path).expect.\(name)", value)
        }
        expected[name] = direction
      }
    }
    return (
      id,
      Claim.Monotonicity(
        id: id, bound: bound, variables: try variables(fields, path),
        hypotheses: try statement(fields, "where", path), expected: expected)
    )
  }

  private func flags(_ fields: [String: ClaimNode]) throws(ClaimError) -> [Flag: Claim.Statement] {
    guard let node = fields["flags"] else { return [:] }
    let known = try mapping(node, "flags", allowed: ["vacuous", "trivial"], required: [])
    var result: [Flag: Claim.Statement] = [:]
    result[.vacuous] = try statement(known, "vacuous", "flags")
    result[.trivial] = try statement(known, "trivial", "flags")
    return result
  }
}
