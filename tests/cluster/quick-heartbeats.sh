# Who is silent for 5 s counts as dead.
limit=5
export WM_WORK_MANAGER=zmq WM_ZMQ_SERVER_INFO=$folder/server.json WM_ZMQ_STARTUP_TIMEOUT=60
export WM_ZMQ_MASTER_HEARTBEAT=0.5 WM_ZMQ_WORKER_HEARTBEAT=0.5 WM_ZMQ_TIMEOUT_FACTOR=10

master() { start "${1:-master}" head WM_N_WORKERS=0 WM_DISPATCH_LOG="$folder/${1:-master}.log"; } # name
