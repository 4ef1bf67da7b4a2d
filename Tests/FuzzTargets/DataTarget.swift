import Certification
import Documents
import Reporting

enum DataTarget {
  static func npy(_ bytes: [UInt8]) throws {
    let array = try NumPyArray(bytes, file: "input.npy")
    try require(array.shape.count == 1 || array.shape.count == 2, "dimensions: \(array.shape)")
    try require(array.shape.reduce(1, *) == array.entries.count, "entries do not fill the shape")
    try require(array.entries.allSatisfy(\.isFinite), "an entry is not finite")
  }

  static func csv(_ bytes: [UInt8]) throws {
    let table = try CSVMatrix(bytes, file: "input.csv")
    try require(table.rows * table.columns == table.entries.count, "entries do not fill the rows")
    try require(table.entries.allSatisfy(\.isFinite), "an entry is not finite")
  }

  static func trajectory(_ bytes: [UInt8]) throws {
    try withFile(bytes, "trajectory.json") { path in
      let file = try TrajectoryFile(file: path)
      let steps = file.points.map(\.step)
      try require(zip(steps, steps.dropFirst()).allSatisfy(<), "steps are not in order")
    }
  }
}
