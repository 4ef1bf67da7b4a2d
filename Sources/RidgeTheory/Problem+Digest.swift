import Documents
import Enclosures

extension RidgeProblem {
  /// SHA-256 over the canonical JSON of the data (docs/data-digest.md).
  ///
  /// The data are one array:
  ///
  ///     [features, covariance, teacher, start]
  ///     [features, covariance, teacher, start, noise]
  ///
  /// - features: the rows of Φ, `[["1/2","0"],["-3/4","1"]]`, every entry an exact rational in text
  /// - covariance: `{"scaled_identity":"1/1000"}`, `{"diagonal":[…]}` or `{"matrix":[[…]]}`; where a random
  ///   feature map implies it, the map: `{"relu":{"weights":[[…]]}}` or
  ///   `{"fourier":{"frequencies":[[…]],"phases":[…]}}`
  /// - teacher, start: the entries `["0","1/3"]`, or
  ///   `{"sphere":{"direction":[…],"norm":"1"}}` for the point norm·direction/‖direction‖₂
  /// - noise: the entries of ξ; left out where all of them are 0
  static func digest(
    _ features: Features, _ covariance: Covariance, _ teacher: ParameterVector,
    _ start: ParameterVector, noise: ExactMatrix?
  ) -> String {
    var digest = Digest()
    var bytes = Array("[[".utf8)
    let matrix = features.entries
    for row in 0..<matrix.rows {
      if row > 0 { bytes.append(UInt8(ascii: ",")) }
      matrix.appendEntries(row * matrix.columns..<(row + 1) * matrix.columns, to: &bytes)
      digest.update(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    bytes.append(contentsOf: "],".utf8)
    (covariance.json ?? features.map?.json ?? .null).appendCanonical(to: &bytes)
    for vector in [teacher, start] {
      bytes.append(UInt8(ascii: ","))
      vector.appendData(to: &bytes)
    }
    if let noise {
      bytes.append(UInt8(ascii: ","))
      noise.appendEntries(0..<noise.count, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    digest.update(bytes)
    return digest.text
  }
}

extension ParameterVector {
  fileprivate func appendData(to bytes: inout [UInt8]) {
    switch self {
    case .zero(let count):
      ExactMatrix(rows: count, columns: 1, [Double](repeating: 0, count: count))
        .appendEntries(0..<count, to: &bytes)
    case .exact(let matrix): matrix.appendEntries(0..<matrix.count, to: &bytes)
    case .sphere(let direction, let norm):
      bytes.append(contentsOf: #"{"sphere":{"direction":"#.utf8)
      ExactMatrix(rows: direction.count, columns: 1, direction)
        .appendEntries(0..<direction.count, to: &bytes)
      bytes.append(contentsOf: #","norm":"\#(norm)"}}"#.utf8)
    }
  }
}
