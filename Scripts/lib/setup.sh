# Sourced by the scripts of this folder: goes to the project's top folder and makes sure that
# everything the build needs is there.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

packages=(libopenblas-dev liblapacke-dev libjpeg-dev libpng-dev)

# Installs the Debian packages that are missing.
install_packages() {
  local missing=()
  for package in "${packages[@]}" "$@"; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || {
    echo "please install by your system's means: ${missing[*]}" >&2
    exit 1
  }
  echo "installing ${missing[*]}" >&2
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# Says where to get Swift if it is not there.
require_swift() {
  command -v swift >/dev/null || {
    echo "Swift 6.2 or later is needed: https://www.swift.org/install/linux/" >&2
    exit 1
  }
}
