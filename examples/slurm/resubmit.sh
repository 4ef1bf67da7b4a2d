#!/usr/bin/env bash
# Submits the parts of a sweep that are not complete, and the job that merges all parts behind them.
#
#     resubmit.sh RESULTS
#
# Parts that are waiting or running already are left alone. What a part has certified is not done again.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if [ $# -ne 1 ] || [ ! -e "$1/sweep.env" ]; then
  echo "usage: resubmit.sh RESULTS, a folder that submit.sh made" >&2
  exit 2
fi
results="$(realpath "$1")"
# shellcheck source=/dev/null
source "$results/sweep.env"
declare -a options="($(cat "$results/sbatch.options"))"

# The parts in the queue, of the arrays that were submitted for this folder.
queued=" "
for job in $(cat "$results/jobs" 2>/dev/null || true); do
  queued+="$(squeue --noheader --array --jobs "$job" --format '%K' 2>/dev/null | tr '\n' ' ')"
done
missing=()
for ((part = 1; part <= PARTS; part++)); do
  if [ ! -e "$results/complete/$part" ] && [[ "$queued" != *" $part "* ]]; then missing+=("$part"); fi
done
if [ ${#missing[@]} -eq 0 ] && [[ "$queued" =~ [0-9] ]]; then
  echo "nothing to submit: the parts that are not complete are in the queue"
  exit 0
fi
dependency=()
if [ ${#missing[@]} -gt 0 ]; then
  list="$(IFS=,; echo "${missing[*]}")"
  job="$(sbatch --parsable --array="$list" --output="$results/log/%a.log" --open-mode=append \
    ${options[@]+"${options[@]}"} "$here/part.sbatch" "$results")"
  job="${job%%;*}"
  echo "$job" >>"$results/jobs"
  echo "submitted part $list as array job $job"
  # Waits for every array of this folder that is still in the queue.
  waiting="$job"
  for other in $(sed '$d' "$results/jobs"); do
    if [ -n "$(squeue --noheader --jobs "$other" 2>/dev/null)" ]; then waiting+=":$other"; fi
  done
  dependency=(--dependency="afterok:$waiting" --kill-on-invalid-dep=yes)
fi
merge="$(sbatch --parsable ${dependency[@]+"${dependency[@]}"} --output="$results/log/merge.log" \
  ${options[@]+"${options[@]}"} "$here/merge.sbatch" "$results")"
echo "submitted the merge as job ${merge%%;*}"
