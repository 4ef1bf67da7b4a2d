// swift-tools-version: 6.2
import PackageDescription

/// The settings of the main package.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Built by `scripts/fuzz` with --sanitize=fuzzer: libFuzzer brings the main function.
let package = Package(
  name: "grokcert-fuzzing",
  dependencies: [.package(name: "grokcert", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "FuzzTargets", package: "grokcert")],
      swiftSettings: strict)
  ]
)
