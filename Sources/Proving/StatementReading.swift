public import ClaimLanguage
import Documents

/// A range or statement in a claim file that is outside what can be proved.
public struct StepError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The statement: `ridge/4.2-t2#log-base`.
  public let statement: String
  /// What is wrong.
  public let message: String
  /// One line.
  public var description: String { "\(statement): \(message)".readable() }
}

extension UniversalStatement {
  /// The statement of a step; nil for one that only words express.
  ///
  /// - Throws: `StepError` where a range or a name is wrong.
  public init?(_ step: Claim.Step, of owner: String) throws(StepError) {
    guard let statement = step.statement else { return nil }
    let id = owner.isEmpty ? step.id : "\(owner)#\(step.id)"
    self.init(
      id: id, variables: try UniversalStatement.variables(step.variables, id),
      hypotheses: step.hypotheses?.formula, body: .formula(statement.formula))
    do { try check() } catch { throw StepError(statement: id, message: error.description) }
  }

  /// That a bound increases or decreases in one of its parameters.
  ///
  /// - Throws: `StepError` where a range or a name is wrong.
  public init(
    _ monotonicity: Claim.Monotonicity, of owner: String, in variable: String,
    isIncreasing: Bool
  ) throws(StepError) {
    let id = "\(owner)#\(monotonicity.id).\(variable).\(isIncreasing ? "increasing" : "decreasing")"
    self.init(
      id: id, variables: try UniversalStatement.variables(monotonicity.variables, id),
      hypotheses: monotonicity.hypotheses?.formula,
      body: .monotone(
        monotonicity.bound.expression, variable: variable, isIncreasing: isIncreasing))
    do { try check() } catch { throw StepError(statement: id, message: error.description) }
  }

  private static func variables(
    _ variables: [Claim.Variable], _ id: String
  ) throws(StepError) -> [Variable] {
    var result: [Variable] = []
    for variable in variables {
      do {
        result.append(Variable(variable.name, try Side(parsing: variable.interval)))
      } catch {
        throw StepError(statement: id, message: "forall.\(variable.name): \(error)")
      }
    }
    return result
  }
}
