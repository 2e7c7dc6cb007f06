# Sourced by the shell scripts of this folder.

# Prints what stands at the head of a script and ends, where -h or --help is among its arguments.
#
#   help_if_asked "$0" "$@"
help_if_asked() {
  _script=$1
  shift
  for _word in "$@"; do
    case $_word in
      -h | --help)
        awk 'NR > 1 && (!/^#/ || /^#SBATCH/) { exit } NR > 1 { sub(/^# ?/, ""); print }' "$_script"
        exit 0
        ;;
    esac
  done
}
