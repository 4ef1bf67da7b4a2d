public import Documents

/// A certificate with the name that reports give it.
public struct NamedCertificate: Sendable {
  /// The path of its file as it was found.
  public let path: String
  /// The certificate.
  public let certificate: Certificate
  /// Its digest, which matches its content.
  public let digest: String

  /// A certificate under a name.
  public init(path: String, certificate: Certificate) {
    self.path = path
    self.certificate = certificate
    digest = certificate.digest
  }

  /// The file's name without folder and ending: what a table calls it.
  public var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
  }
}

/// Reads certificates from files and folders, for tables, figures, reports and comparisons.
///
/// A digest that matches is asked for, nothing more: `grokcert verify` re-establishes what a certificate
/// says.
public enum CertificateFiles {
  /// The certificates of files and folders, in the order given; those of a folder by file name.
  ///
  /// Of a folder, files that end in `.json` are read, and those that are no certificates (another
  /// `schema`) are left out. A certificate that is there twice counts once, unless `keepsEqual`: then one
  /// problem may be there under two names.
  ///
  /// - Throws: `DocumentError` for a file that cannot be read, that is no certificate although it was
  ///   named itself, or whose digest does not match, and for a folder without any certificate.
  public static func read(
    _ paths: [String], keepsEqual: Bool = false
  ) throws(DocumentError) -> [NamedCertificate] {
    var found: [NamedCertificate] = []
    var digests: Set<String> = []
    for path in paths {
      var present: [NamedCertificate] = []
      if let files = try folderContent(path) {
        for file in files {
          if let certificate = try read(file: file, isNamed: false) { present.append(certificate) }
        }
      } else if let certificate = try read(file: path, isNamed: true) {
        present = [certificate]
      }
      if present.isEmpty {
        throw DocumentError(
          file: path, "holds no certificate; `grokcert certify --format json` writes them")
      }
      found += present.filter { digests.insert($0.digest).inserted || keepsEqual }
    }
    return found
  }

  /// The certificate in a file; nil for other JSON that was not named by the user.
  private static func read(
    file: String, isNamed: Bool
  ) throws(DocumentError) -> NamedCertificate? {
    let bytes = try InputFile.read(file, limit: Certificate.maximumSize)
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw DocumentError(file: file, "is not JSON: \(error)")
    }
    guard isNamed || json["schema"]?.string == Certificate.schema else { return nil }
    do {
      let (certificate, stated) = try Certificate.read(json)
      let named = NamedCertificate(path: file, certificate: certificate)
      guard named.digest == stated else {
        throw CertificateError.malformed(
          path: "digest", message: "does not match the content; make the certificate anew")
      }
      return named
    } catch {
      throw DocumentError(file: file, "is no certificate: \(error)")
    }
  }

  /// The `.json` files of a folder by name; nil for what is no folder.
  private static func folderContent(_ path: String) throws(DocumentError) -> [String]? {
    guard let names = try InputFile.names(inFolder: path) else { return nil }
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
      .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }
}
