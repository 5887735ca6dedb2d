"""A node for WestRpc's ZeroMQ work manager.

Written from docs/zeromq-protocol.md, docs/wire-protocol.md, docs/wire-format.md, docs/security.md and docs/nodes.md by somebody
who had not seen the source; what they left open was added to them. Needs Debian's python3-zmq and python3-cryptography.

    python3 python_node INFO_FILE [WORKERS]

joins the master of the info file with so many workers, each a process of its own, until the master stops, SIGTERM or SIGUSR1.
"""
import json
import signal
import socket
import sys

sys.dont_write_bytecode = True


def main():
    if sys.argv[1] == "--worker":
        from worker import Worker

        Worker(socket.socket(fileno=int(sys.argv[2]))).run(int(sys.argv[3]), sys.argv[4])
        return 0

    from node import Node

    with open(sys.argv[1], encoding="utf-8") as file:
        node = Node(json.load(file), sys.argv[2] if len(sys.argv) > 2 else "")
    for one in (signal.SIGTERM, signal.SIGUSR1):
        signal.signal(one, lambda number, _: node.signals.add(number))
    code = node.run()
    print("left", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
