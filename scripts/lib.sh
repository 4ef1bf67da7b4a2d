# Shared by the scripts of this folder; sourced, not run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 2
}

# as_root COMMAND…: runs a command as root, or fails.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

has_libraries() {
  command -v pkg-config >/dev/null && pkg-config --exists gmp && pkg-config --exists mpfr
}

# Installs pkg-config, GMP and MPFR by apt where they are missing.
need_libraries() {
  if has_libraries; then return; fi
  local packages="pkg-config libgmp-dev libmpfr-dev"
  command -v apt-get >/dev/null ||
    die "GMP and MPFR with their headers, and pkg-config, are needed; install them (on macOS: brew install pkg-config gmp mpfr) and run this again"
  say "installing $packages"
  # shellcheck disable=SC2086
  { as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $packages; } >&2 ||
    die "could not install $packages; run as root: apt-get install $packages"
  has_libraries || die "pkg-config does not find gmp and mpfr though they are installed"
}

need_swift() {
  command -v swift >/dev/null ||
    die "swift is not installed or not in PATH; get Swift 6.2 or later from https://swift.org/install"
  local version
  version="$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)"
  local major="${version% *}" minor="${version#* }"
  [ -n "$version" ] || die "'swift --version' does not tell a version; Swift 6.2 or later is needed"
  if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    die "Swift $major.$minor is too old; get 6.2 or later from https://swift.org/install"
  fi
}
