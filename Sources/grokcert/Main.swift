import ArgumentParser
import Certification

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs the command and turns whatever happened into the exit status of DESIGN section 5.
@main
enum Main {
  static func main() {
    // A reader that went away (| head) is told by EPIPE, not by a signal.
    signal(SIGPIPE, SIG_IGN)
    Terminal.occupyStandardDescriptors()
    Interruption.begin()
    do {
      var command = try Grokcert.parseAsRoot()
      try command.run()
    } catch let status as ExitStatus {
      exit(status.rawValue)
    } catch let error as any CustomStringConvertible & Error where isInputError(error) {
      Terminal.error("\(error)")
      exit(ExitStatus.badInput.rawValue)
    } catch {
      let code = Grokcert.exitCode(for: error)
      if code == .success {
        Terminal.output(Grokcert.fullMessage(for: error) + "\n")
        exit(ExitStatus.asExpected.rawValue)
      }
      let isUsage = code == .validationFailure
      Terminal.error(isUsage ? Grokcert.fullMessage(for: error) : "internal error: \(error)")
      exit((isUsage ? ExitStatus.badInput : .internalError).rawValue)
    }
  }

  private static func isInputError(_ error: any Error) -> Bool {
    error is InputError || Theories.isInputError(error)
  }
}
