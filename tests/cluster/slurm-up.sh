# A Slurm of three nodes with two cores each: node1, node2 and node3, which the controller on head serves.
needs slurmctld slurmd sbatch munged
machines head node1 node2 node3
slurm=$folder/slurm
mkdir -p "$slurm"/{state,spool} && chmod 755 "$folder"
head -c 128 /dev/urandom >"$slurm/munge.key" && chmod 400 "$slurm/munge.key"
on head munged --force --socket="$slurm/munge.socket" --key-file="$slurm/munge.key" --pid-file="$slurm/munge.pid" --log-file="$slurm/munge.log" \
  --seed-file="$slurm/munge.seed" 2>"$slurm/munged.err" || fail "munged: $(cat "$slurm/munged.err")"
export SLURM_CONF=$slurm/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=westrpc
SlurmctldHost=head(${address[head]})
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge.socket
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool/%n
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd-%n.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=5
SlurmdParameters=config_overrides
MailProg=/bin/true
SlurmdTimeout=10
NodeName=node[1-3] CPUs=2 RealMemory=2000 State=UNKNOWN
PartitionName=main Nodes=node[1-3] Default=YES MaxTime=INFINITE State=UP
CONF
# Files of a job's ranks, which have the same names on each node.
mkdir "$slurm/pmix"
echo "PMIxCliTmpDirBase=$slurm/pmix" >"$slurm/mpi.conf"
on head slurmctld -c -f "$SLURM_CONF"
for host in node1 node2 node3; do
  mkdir "$slurm/spool/$host"
  on "$host" mount -t tmpfs none "$slurm/pmix"
  on "$host" slurmd -N "$host" -f "$SLURM_CONF"
done
idle_nodes() { [ "$(on head sinfo -h -t idle -o %D)" = "$1" ]; }
until_ 30 "three nodes are idle" idle_nodes 3

script=slurm.sh
submit() { # name, sbatch's options: $script in its folder prints to NAME.err, and is recorded in NAME.log
  jobs[$1]=$(cd "$folder/$1" && on head env -C "$folder/$1" WM_DISPATCH_LOG="$folder/$1.log" sbatch --parsable --output="$folder/$1.err" "${@:2}" "$script") || fail "sbatch"
}
declare -A jobs
is_in_state() { on head scontrol show job "${jobs[$1]}" | grep -qE "JobState=$2 "; }
exits() { # name, code
  on head scontrol show job "${jobs[$1]}" | grep -q "ExitCode=$2:0" || fail "$1: $(on head scontrol show job "${jobs[$1]}" | grep -E 'JobState|ExitCode')"
}
