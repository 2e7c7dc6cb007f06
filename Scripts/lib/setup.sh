# Sourced by the scripts of this folder: goes to the project's top folder and makes sure that
# everything the build needs is there.

source "$(dirname "${BASH_SOURCE[0]}")/help.sh"
help_if_asked "$0" "$@"
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

# Builds with "swift build", and tells how far it is: in a terminal by one line that counts, elsewhere by a few. What the
# build says is in a file, whose end is shown where the build fails.
#
#   build_with_progress LOG OPTION…
build_with_progress() {
  local log="$1" line="" step=0 shown=-1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  echo "building igtool; what the build says is in $log" >&2
  SECONDS=0
  # Lines are "[STEP/OF] what is done"; the number behind the stroke grows while the build learns what is to be done.
  swift build "$@" 2>&1 | tee "$log" | while IFS= read -r line; do
    [[ "$line" =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    step=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
    if [ -t 2 ]; then
      printf '\r\033[K%3d %%  %d:%02d  %s' "$step" $((SECONDS / 60)) $((SECONDS % 60)) \
        "$(cut -c "1-$((${COLUMNS:-80} - 16))" <<<"${line#*] }")" >&2
    elif [ $((step / 25)) -gt "$shown" ]; then
      shown=$((step / 25))
      echo "$step %, $((SECONDS / 60)):$(printf %02d $((SECONDS % 60))) minutes" >&2
    fi
  done || status=$?
  [ ! -t 2 ] || printf '\r\033[K' >&2
  if [ "$status" -ne 0 ]; then
    grep -E 'error:' "$log" | sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
    echo "the build has failed; all that it said is in $log" >&2
    exit 1
  fi
  echo "built in $((SECONDS / 60)):$(printf %02d $((SECONDS % 60))) minutes" >&2
}
