import FuzzTargets

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The target of this process, from the environment variable FUZZ_TARGET.
private let target: FuzzTarget = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    report("FUZZ_TARGET: '\(name)' is no target; there are \(known)")
    exit(2)
  }
  return target
}()

private func report(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// What libFuzzer calls for each input; a finding ends the process, and libFuzzer saves the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let start = processorTime()
  do {
    try target.run(bytes)
  } catch {
    report("FINDING: \(error)")
    abort()
  }
  let time = processorTime() - start
  // What counts the coverage about doubles the time.
  let limit = target.limit * 2
  guard time <= limit else {
    report("FINDING: slow: \(time) of processor time, more than \(limit)")
    abort()
  }
  return 0
}

/// The processor time of all threads: another program on the machine makes no input slow.
private func processorTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
}

// MARK: - Mutation

/// libFuzzer's own mutation of bytes, which learns from the comparisons that the program makes.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ most: Int) -> Int

/// What libFuzzer calls for a new input: half of them are made by its own means.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ most: Int, _ seed: UInt32
) -> Int {
  var mutator = Mutator(seed: seed, isBinary: target == .npy)
  if mutator.chooses(1, of: 2) { return mutateBytes(data, size, most) }
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let result = mutator.mutation(of: bytes, most: most)
  data.update(from: result, count: result.count)
  return result.count
}
