# cluster-check on a node: all is well; a port is shut; the network is gone; the master is gone. The master says nothing of it.
machines head node1
. ./quick-heartbeats.sh
command=("$test_program" hold "$folder/go" 1)
master
until_ 40 "the master listens" test -e "$WM_ZMQ_SERVER_INFO"
check() { # code
  local code=0
  on node1 env WM_ZMQ_MODE=client "$program" cluster-check >"$folder/check.out" 2>"$folder/check.err" || code=$?
  [ "$code" = "$1" ] || fail "cluster-check ended with $code, not $1"
}
failed() { grep -c '^FAILED ' "$folder/check.out"; }

check 2 # It is another program than the master's.
[[ $(failed) = 1 ]] && has_printed check '^FAILED  build .*deploy one build everywhere' || fail "another build is not what is said"
export WM_ALLOW_MIXED_BUILDS=1
check 0
has_printed check "^ok      names        head is ${address[head]} here"
has_printed check "^ok      secret " && has_printed check "^ok      clock        0.0 s" || fail "secret or clock are not well"

pull_plug node1
check 2
has_printed check "^FAILED  ports        no answer for tasks from ${address[head]}:.* firewall" || fail "the network is not what is said"
put_plug_back node1
if on head iptables -A INPUT -p tcp --dport "$(sed -nE '/"results"/,/]/s/.*:([0-9]+)".*/\1/p' "$WM_ZMQ_SERVER_INFO" | head -n 1)" -j REJECT --reject-with tcp-reset; then
  check 2
  has_printed check "^FAILED  ports        nobody listens for results at" || fail "the port is not what is said"
  on head iptables -F
fi

serve node1 WM_N_WORKERS=1
until_ 20 "the task runs" has_printed node1 running
touch "$folder/go"
ends master 0 20
ends node1 0 10
[ "$(wc -l <"$folder/master.err")" = 2 ] || fail "the master says more than that node1 joined and left"
check 2
has_printed check '^FAILED  server file .*not there' || fail "that there is no master is not what is said"
