machines head node1 node2
export WM_WORK_MANAGER=zmq WM_ZMQ_SERVER_INFO=$folder/server.json
cat <<TEXT
Machines head, node1 and node2, as root on each:
  on head \$program --out $folder/out --n-workers 0 &
  on node1 env WM_ZMQ_MODE=client \$program
  pull_plug node1; put_plug_back node1
All of it ends with this shell.
TEXT
fail() { echo "$1"; }
set -m
while IFS= read -erp "cluster> " line; do eval "$line"; done
