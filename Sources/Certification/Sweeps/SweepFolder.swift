import Documents
import Enclosures
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The folder that a sweep writes to: one file a run, `DIGEST.json`, the certificate's canonical JSON.
///
/// Several processes may share it: files appear whole or not at all, and two runs of one spec write the
/// same bytes.
struct SweepFolder: Sendable {
  let path: String

  /// A certificate that is there, whole and of this version and these claims.
  struct Found: Sendable {
    /// `DIGEST.json`.
    let name: String
    let tally: VerdictTally
  }

  /// What is in the folder.
  struct Content: Sendable {
    /// Certificates by the key of their run.
    var found: [String: Found] = [:]
    /// Names of files that are named as certificates and are none; sorted.
    var damaged: [String] = []
  }

  /// The name of a certificate's file.
  static func name(digest: String) -> String {
    (digest.split(separator: ":").last.map(String.init) ?? digest) + ".json"
  }

  /// Reads what is there; files under other names are left alone.
  func content(_ identity: SweepIdentity, jobs: Int) throws -> Content {
    let names = (try InputFile.names(inFolder: path) ?? []).filter(Self.isName)
    let result = Mutex(Content())
    Parallel.forEach(names.count, jobs: jobs) { index in
      let name = names[index]
      let certificate = read(name)
      let isCurrent = certificate.map(identity.isCurrent) ?? false
      result.withLock { content in
        guard let certificate else { return content.damaged.append(name) }
        guard isCurrent else { return }
        var tally = VerdictTally()
        tally.add(certificate)
        let key = SweepIdentity.key(certificate.specification)
        // One run has one certificate; should there be two, the choice must not depend on threads.
        if let other = content.found[key], other.name < name { return }
        content.found[key] = Found(name: name, tally: tally)
      }
    }
    var content = result.withLock { $0 }
    content.damaged.sort()
    return content
  }

  /// The certificate in a file, byte for byte as a run writes it; nil otherwise.
  private func read(_ name: String) -> Certificate? {
    guard let bytes = try? InputFile.read("\(path)/\(name)", limit: Certificate.maximumSize),
      let json = try? JSONValue(parsing: bytes),
      let (certificate, stated) = try? Certificate.read(json),
      Self.name(digest: stated) == name, certificate.digest == stated,
      Self.bytes(certificate) == bytes
    else { return nil }
    return certificate
  }

  /// What a run writes.
  private static func bytes(_ certificate: Certificate) -> [UInt8] {
    certificate.json.canonical() + Array("\n".utf8)
  }

  /// Writes a certificate.
  ///
  /// - Returns: the name of its file.
  /// - Throws: `DocumentError` where it cannot be written.
  func write(_ certificate: Certificate) throws(DocumentError) -> String {
    let name = Self.name(digest: certificate.digest)
    let (file, bytes) = ("\(path)/\(name)", Self.bytes(certificate))
    do {
      try AtomicFile.write(bytes, to: file)
    } catch {
      // Another process that shares the folder may have been first.
      guard let there = try? InputFile.read(file, limit: Certificate.maximumSize), there == bytes
      else { throw error }
    }
    return name
  }

  /// Removes what killed writers left of files that are complete by now.
  ///
  /// A process that is still writing one of them finds the same bytes under the name itself.
  func removeRemains(of names: Set<String>) {
    for name in (try? InputFile.names(inFolder: path)) ?? [] where name.hasSuffix(".tmp") {
      let start = String(name.prefix(Self.nameLength))
      if names.contains(start), name.dropFirst(Self.nameLength).first == "." {
        unlink("\(path)/\(name)")
      }
    }
  }

  /// The length of 64 hexadecimal digits and `.json`.
  private static let nameLength = 69

  private static func isName(_ name: String) -> Bool {
    name.utf8.count == nameLength && name.hasSuffix(".json")
      && name.dropLast(5).utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
