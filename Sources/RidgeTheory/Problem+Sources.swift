import Documents
import Enclosures

/// Reads the files that a spec names.
struct FileSource {
  /// What names are relative to; nil where files may not be named.
  let folder: String?

  /// The matrix in a `.npy` or `.csv` file; a vector is one column.
  func matrix(_ node: YAMLNode) throws(DocumentError) -> ExactMatrix {
    let name = try node.string()
    guard let folder else {
      throw node.error("names a file, but this spec must be self-contained; write the values out")
    }
    let path = InputFile.resolve(name, relativeTo: folder)
    do {
      if name.lowercased().hasSuffix(".npy") {
        let array = try NumPyArray(file: path)
        let columns = array.shape.count == 2 ? array.shape[1] : 1
        return ExactMatrix(rows: array.shape[0], columns: columns, array.entries)
      }
      if name.lowercased().hasSuffix(".csv") {
        let table = try CSVMatrix(file: path)
        return ExactMatrix(rows: table.rows, columns: table.columns, table.entries)
      }
    } catch {
      // The reader knows the file, the spec knows which key named it.
      throw DocumentError(
        file: node.file, line: node.line > 0 ? node.line : nil,
        column: node.line > 0 ? node.column : nil, keyPath: node.keyPath, error.description)
    }
    throw node.error("must be the name of a .npy or a .csv file")
  }
}

/// What a seed may be.
let generatorSeeds = 0...Int.max

extension FeatureSource {
  /// Reads the `features` of a spec.
  init(_ node: YAMLNode, _ files: FileSource) throws(DocumentError) {
    let (kind, value) = try node.oneOf(["gaussian", "matrix", "file", "relu", "fourier"])
    switch kind {
    case "gaussian":
      let keys = try value.keyed(["n", "m", "variance", "seed"])
      let limit = RidgeDeclaration.maximumEntries
      let n = try keys.required("n", example: "n: 100").integer(in: 1...limit)
      let m = try keys.required("m", example: "m: 1000").integer(in: 1...limit)
      guard n * m <= limit else {
        throw value.error("n*m = \(n * m) entries are too many; at most \(limit) are supported")
      }
      let variance = try keys.required("variance", example: "variance: 1/1000").generatorVariance()
      let seed = try keys.required("seed", example: "seed: 1").integer(in: generatorSeeds)
      self = .gaussian(n: n, m: m, variance: variance, seed: seed)
    case "matrix", "file":
      let matrix = try kind == "matrix" ? value.rationalMatrix() : files.matrix(value)
      guard matrix.count > 0 else { throw value.error("the matrix has no entries") }
      guard matrix.count <= RidgeDeclaration.maximumEntries else {
        throw value.error(
          "\(matrix.count) entries are too many; "
            + "at most \(RidgeDeclaration.maximumEntries) are supported")
      }
      self = .matrix(matrix)
    case "relu": self = .relu(try RandomFeatureDraw(value, varianceKey: "variance"))
    default: self = .fourier(try RandomFeatureDraw(value, varianceKey: "frequency_variance"))
    }
  }

  /// How a random feature map is drawn; nil for features without one.
  var draw: RandomFeatureDraw? {
    switch self {
    case .relu(let draw), .fourier(let draw): draw
    case .gaussian, .matrix: nil
    }
  }
}

extension RandomFeatureDraw {
  /// Reads `{n, d, m, variance, seed}`.
  fileprivate init(_ node: YAMLNode, varianceKey: String) throws(DocumentError) {
    let keys = try node.keyed(["n", "d", "m", varianceKey, "seed"])
    let limit = RidgeDeclaration.maximumEntries
    let n = try keys.required("n", example: "n: 100").integer(in: 1...limit)
    let d = try keys.required("d", example: "d: 10").integer(in: 1...limit)
    let m = try keys.required("m", example: "m: 1000").integer(in: 1...limit)
    let most = RidgeDeclaration.maximumMapEntries
    for (name, rows, columns, limit) in [
      ("n*m", n, m, most), ("n*d", n, d, limit), ("m*d", m, d, limit),
    ] {
      let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
      guard !overflow, count <= limit else {
        throw node.error("\(name) = \(count) entries are too many; at most \(limit) are supported")
      }
    }
    self.init(
      n: n, d: d, m: m,
      variance: try keys.required(varianceKey, example: "\(varianceKey): 1/100")
        .generatorVariance(),
      seed: try keys.required("seed", example: "seed: 1").integer(in: generatorSeeds))
  }

  /// The covariance that the map implies, where it has a size that can be computed.
  func impliedCovariance(at node: YAMLNode) throws(DocumentError) -> Covariance {
    guard m <= ImpliedCovariance.maximumSize else {
      throw node.error(
        "the covariance of \(m) random features is too large to compute; use at most "
          + "\(ImpliedCovariance.maximumSize) features, or give the key 'covariance'")
    }
    return .implied
  }
}

extension Covariance {
  /// Reads the `covariance` of a spec with m features.
  init(_ node: YAMLNode, count: Int, _ files: FileSource) throws(DocumentError) {
    let (kind, value) = try node.oneOf(["scaled_identity", "diagonal", "matrix", "file"])
    switch kind {
    case "scaled_identity":
      self = .scaledIdentity(try value.nonNegative("give a variance such as 1/1000"))
    case "diagonal":
      let entries = try value.elements()
      guard entries.count == count else {
        throw value.error("has \(entries.count) entries for \(count) features")
      }
      var diagonal: [Rational] = []
      var budget = NumberBudget()
      for entry in entries {
        diagonal.append(try entry.nonNegative("the diagonal of a covariance holds variances"))
        try budget.add(diagonal[diagonal.count - 1], at: entry)
      }
      self = .diagonal(diagonal)
    default:
      let matrix = try kind == "matrix" ? value.rationalMatrix() : files.matrix(value)
      guard matrix.rows == count, matrix.columns == count else {
        throw value.error(
          "is \(matrix.rows) by \(matrix.columns); \(count) features need \(count) by \(count)")
      }
      for i in 0..<count where matrix[i, i].sign < 0 {
        throw value.error(
          "has the negative diagonal entry [\(i), \(i)]; the diagonal of a covariance holds variances"
        )
      }
      guard matrix.isSymmetric else { throw value.error("is not symmetric") }
      self = .matrix(matrix)
    }
  }
}

extension VectorSource {
  private static let kinds = ["zero", "vector", "file", "sphere", "gaussian"]

  /// Reads a `teacher` or an `initialization` with m entries.
  init(
    _ node: YAMLNode, count: Int, _ files: FileSource, alongside others: [String]
  ) throws(DocumentError) {
    if let text = node.text {
      guard text == "zero" else {
        throw node.error("must be `zero` or a mapping with one of vector, file, sphere, gaussian")
      }
      self = .zero
      return
    }
    let (kind, value) = try node.oneOf(VectorSource.kinds, alongside: others)
    switch kind {
    case "zero":
      guard ["", "~", "null", "true"].contains(value.text) else {
        throw value.error("takes no value; write `zero: true`")
      }
      self = .zero
    case "vector":
      let entries = try value.rationals()
      guard entries.count == count else {
        throw value.error("has \(entries.count) entries for \(count) features")
      }
      self = .vector(ExactMatrix(rows: count, columns: 1, entries))
    case "file":
      let matrix = try files.matrix(value)
      guard matrix.count == count, matrix.rows == 1 || matrix.columns == 1 else {
        throw value.error(
          "holds \(matrix.rows) by \(matrix.columns) numbers; "
            + "\(count) features need a vector of \(count)")
      }
      self = .vector(matrix.reshaped(rows: count, columns: 1))
    case "sphere":
      let keys = try value.keyed(["norm", "seed"])
      self = .sphere(
        norm: try keys.required("norm", example: "norm: 1").nonNegative("give a norm such as 1"),
        seed: try keys.required("seed", example: "seed: 2").integer(in: generatorSeeds))
    default:
      let keys = try value.keyed(["variance", "seed"])
      self = .gaussian(
        variance: try keys.required("variance", example: "variance: 1").generatorVariance(),
        seed: try keys.required("seed", example: "seed: 3").integer(in: generatorSeeds))
    }
  }

  /// Reads an `initialization` with the ν² of its start.
  static func start(
    _ node: YAMLNode, count: Int, _ files: FileSource
  ) throws(DocumentError) -> (VectorSource, Rational) {
    let source = try VectorSource(node, count: count, files, alongside: ["variance"])
    if case .gaussian(let variance, _) = source {
      if let extra = node["variance"] {
        throw extra.error("is already given inside `gaussian`; leave it out here")
      }
      return (source, variance)
    }
    guard let variance = node["variance"] else {
      throw node.error(
        "needs the ν² that the bounds use; "
          + (node.text == "zero"
            ? "write `{zero: true, variance: 1}`" : "add `variance: 1` beside it"))
    }
    return (source, try variance.positive("give the ν² that the bounds use, such as 1"))
  }
}

extension YAMLNode {
  /// A positive variance that the generator can draw with.
  func generatorVariance(
    _ remedy: String = "give a variance such as 1/1000"
  ) throws(DocumentError) -> Rational {
    let variance = try positive(remedy)
    guard variance >= GaussianSampler.minimumVariance, variance <= GaussianSampler.maximumVariance
    else { throw error("must lie between 2^-500 and 2^500 for random data") }
    return variance
  }
}
