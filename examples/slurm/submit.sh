#!/usr/bin/env bash
# Submits a sweep to Slurm in parts, and a job that merges them when all have succeeded.
#
#     submit.sh SWEEP RESULTS PARTS [SBATCH OPTION…]
#
# RESULTS is a folder on a file system that all nodes share. The options, such as --partition=long or
# --time=12:00:00, are for the array; GROKCERT=… names the tool where it is not in PATH.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if [ $# -lt 3 ]; then
  echo "usage: submit.sh SWEEP RESULTS PARTS [SBATCH OPTION…]" >&2
  exit 2
fi
sweep="$(realpath "$1")" results="$(realpath -m "$2")" parts="$3"
shift 3
tool="$(command -v "${GROKCERT:-grokcert}")" || {
  echo "grokcert is not in PATH; set GROKCERT to its path" >&2
  exit 2
}
if ! [[ "$parts" =~ ^[1-9][0-9]*$ ]]; then
  echo "PARTS must be a positive number, not '$parts'" >&2
  exit 2
fi
if [ -e "$results/sweep.env" ]; then
  echo "$results holds a sweep already; use resubmit.sh, or another folder" >&2
  exit 2
fi
mkdir -p "$results"/{parts,complete,log}
printf 'SWEEP=%q\nPARTS=%q\nGROKCERT=%q\n' "$sweep" "$parts" "$(realpath "$tool")" >"$results/sweep.env"
: >"$results/sbatch.options"
if [ $# -gt 0 ]; then printf '%q ' "$@" >"$results/sbatch.options"; fi
exec "$here/resubmit.sh" "$results"
