"""One of the node's places for a worker (docs/zeromq-protocol.md)."""
import socket
import subprocess
import sys
import threading

from frames import Kind, header, receive_frame, strings
from worker import HOST

MOST_FAILED_STARTS = 5


class Place:
    """One of the node's workers, and who replaces it under its index."""

    def __init__(self, node, index):
        self.node, self.index = node, index
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.node.closing:
            self.accepted = False
            self.run_one()
            self.node.failed_starts = 0 if self.accepted else self.node.failed_starts + 1
            if self.node.failed_starts >= MOST_FAILED_STARTS:
                self.node.trouble = "workers can't start"
                return

    def run_one(self):
        self.connection, theirs = socket.socketpair()
        with self.connection, theirs:
            self.process = subprocess.Popen(
                [sys.executable, sys.argv[0], "--worker", str(theirs.fileno()), str(self.index), self.node.info["build"]],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True)
            theirs.close()
            number = self.node.add(self)
            self.node.say(number, Kind.WORKER_JOINED, strings(index=self.index, host=HOST, pid=self.process.pid))
            stream = self.connection.makefile("rb")
            while data := receive_frame(stream):
                self.node.pass_on(number, data)
            code = self.process.wait()
            self.node.remove(number, code)

    def hear(self, data):
        match header(data)[0]:
            case Kind.WORKER_ACCEPTED:
                self.accepted = True
            case Kind.WORKER_KILL:
                self.process.kill()
            case _:
                self.send(data)

    def send(self, data):
        try:
            self.connection.sendall(data)
        except OSError:
            pass  # It has ended, which the other thread says.
