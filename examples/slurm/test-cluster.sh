#!/usr/bin/env bash
# Runs the scripts of this folder on a real Slurm of one node, as root on Debian or Ubuntu: installs
# slurm-wlm and munge by apt, starts both in a scratch folder, submits a sweep, kills one task, submits
# what is missing again, compares the merged folder with a run that was not split, and stops everything.
#
#     test-cluster.sh [SWEEP [PARTS]]                 GROKCERT=… names the tool
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
sweep="$(realpath "${1:-$root/examples/sweeps/ridge-seeds.yaml}")"
parts="${2:-4}"
export GROKCERT="${GROKCERT:-$root/.build/release/grokcert}"
[ -x "$GROKCERT" ] || { echo "$GROKCERT is not there; build it first" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "this starts a cluster and must be root" >&2; exit 2; }

if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
  echo "== installing slurm-wlm and munge"
  DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends slurm-wlm munge >/dev/null
fi

work="$(mktemp -d /tmp/grokcert-cluster-XXXXXX)"
chmod 755 "$work"
daemons=()
stop() {
  for daemon in "${daemons[@]}"; do kill "$daemon" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

# wait_until SECONDS COMMAND…: polls a command until it succeeds.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      echo "timed out: $*" >&2
      tail -n 20 "$work"/*.log >&2 || true
      return 1
    fi
    sleep 0.2
  done
}

echo "== starting munge and Slurm $(slurmctld -V | cut -d' ' -f2) on $(hostname -s)"
dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 status=none
chmod 400 "$work/munge.key"
munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" \
  --pid-file="$work/munged.pid" --log-file="$work/munged.log" --seed-file="$work/munged.seed" \
  >"$work/munged.out.log" 2>&1 &
daemons+=($!)
node="$(hostname -s)"
cpus="$(nproc)"
# Slurm wants the memory to be at most what is there.
memory="$(awk '/MemTotal/ {print int($2 / 1024 * 3 / 4)}' /proc/meminfo)"
cat >"$work/slurm.conf" <<END
ClusterName=grokcert
SlurmctldHost=$node(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MailProg=/bin/true
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=$node Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$work/slurm.conf"
mkdir -p "$work/state" "$work/spool"
wait_until 20 test -S "$work/munge.socket"
slurmctld -D >"$work/slurmctld.out.log" 2>&1 &
daemons+=($!)
wait_until 20 scontrol ping
slurmd -D >"$work/slurmd.out.log" 2>&1 &
daemons+=($!)
wait_until 30 sh -c "sinfo --noheader --format %t | grep -q idle"
sinfo

in_state() { [ "$(squeue --noheader --array --jobs "$1" --format %t 2>/dev/null)" = "$2" ]; }
queue_is_empty() { [ -z "$(squeue --noheader)" ]; }
state() { scontrol show job "$1" | sed -n 's/.*JobState=\([A-Z_]*\).*/\1/p' | sort | uniq -c | tr '\n' ' '; }
results="$work/results"

echo "== submitting $(basename "$sweep") in $parts parts"
"$here/submit.sh" "$sweep" "$results" "$parts"
job="$(head -n 1 "$results/jobs")"
victim=2
wait_until 60 in_state "${job}_$victim" R
# Kill it when it has done something.
wait_until 120 sh -c "ls '$results/parts/$victim'/*.json"
scancel --signal=KILL --full "${job}_$victim"
echo "== killed task ${job}_$victim with $(find "$results/parts/$victim" -name '*.json' | wc -l) certificates written"
wait_until 600 queue_is_empty
echo "states of array $job: $(state "$job")"
echo "complete parts: $(find "$results/complete" -type f -printf '%f\n' | sort -n | tr '\n' ' ')"
[ ! -e "$results/complete/$victim" ] || { echo "the killed part claims to be complete" >&2; exit 1; }
[ ! -e "$results/summary.txt" ] || { echo "the merge ran in spite of the failed part" >&2; exit 1; }

echo "== submitting what is missing"
"$here/resubmit.sh" "$results" | tee "$work/resubmit.txt"
grep -q "submitted part $victim as" "$work/resubmit.txt"
wait_until 600 queue_is_empty
echo "states of array $(tail -n 1 "$results/jobs"): $(state "$(tail -n 1 "$results/jobs")")"
[ -e "$results/summary.txt" ] || { cat "$results"/log/*.log >&2; exit 1; }
cat "$results/summary.log"

echo "== comparing with a run that was not split"
"$GROKCERT" sweep "$sweep" --output "$work/whole" >"$work/whole.txt" 2>/dev/null
diff -r "$work/whole" "$results/merged"
cmp "$work/whole.txt" "$results/summary.txt"
echo "the merged folder is the same, byte for byte: $(find "$results/merged" -name '*.json' | wc -l) certificates"
