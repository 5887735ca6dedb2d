"""A worker: a process that is told frames and answers with frames (docs/wire-protocol.md)."""
import hashlib
import os
import queue
import socket
import sys
import threading
import time
import traceback

from frames import PROTOCOL, Kind, body, frame, header, receive_frame
from messagepack import pack, unpack
from tasks import CONTRACTS, FUNCTIONS, Canceled

HOST = socket.gethostname() + "-python"
HEARTBEAT_SECONDS = 5


class Call:
    def __init__(self, lease, name, arguments, tells_begin):
        self.lease, self.name, self.arguments, self.tells_begin = lease, name, arguments, tells_begin
        self.canceled = threading.Event()


class Worker:
    """One thread hears the master, another runs calls in their order, a third says that this process lives."""

    def __init__(self, connection):
        self.connection = connection
        self.sending, self.state = threading.Lock(), threading.Lock()
        self.names, self.waiting, self.running = {}, {}, None
        self.order = queue.SimpleQueue()

    def run(self, index, build):
        contracts = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in CONTRACTS.items()}
        self.say(Kind.HELLO, pack([PROTOCOL, index, HOST, os.getpid(), build, contracts]))
        threading.Thread(target=self.listen, daemon=True).start()
        while (call := self.order.get()) is not None:
            with self.state:
                self.running = self.waiting.pop(call.lease, None)
            if self.running:
                self.execute(call)

    def say(self, kind, body=b"", lease=0, number=0):
        with self.sending:
            self.connection.sendall(frame(kind, body, lease, number))

    def listen(self):
        stream = self.connection.makefile("rb")
        while data := receive_frame(stream):
            self.hear(*header(data), body(data))
        os._exit(1)

    def hear(self, kind, task_number, lease, number, body):
        match kind:
            case Kind.WELCOME:
                threading.Thread(target=self.beat, daemon=True).start()
            case Kind.CONTRACT_QUERY:
                self.say(Kind.CONTRACT_TEXTS, pack({name: CONTRACTS[name] for name in unpack(body)}))
            case Kind.REFUSE:
                print(f"refused: {body.decode()}", file=sys.stderr, flush=True)
                os._exit(2)
            case Kind.DEFINE:
                self.names[task_number], = unpack(body)
            case Kind.ASSIGN:
                call = Call(lease, self.names[task_number], body, number == 1)
                with self.state:
                    self.waiting[lease] = call
                self.order.put(call)
            case Kind.CANCEL:
                with self.state:
                    waited = self.waiting.pop(lease, None)
                    if self.running and self.running.lease == lease:
                        self.running.canceled.set()
                if waited:
                    self.say(Kind.CANCELED, lease=lease)
            case Kind.STOP:
                with self.state:
                    held = list(self.waiting)
                    self.waiting.clear()
                    if self.running:
                        self.running.canceled.set()
                for one in held:
                    self.say(Kind.CANCELED, lease=one)
                self.order.put(None)
            case Kind.RECALL:
                with self.state:
                    waited = self.waiting.pop(lease, None)
                self.say(Kind.RECALLED if waited else Kind.KEPT, lease=lease)
            case _:
                print(f"a frame of kind {kind} is not for a worker", file=sys.stderr, flush=True)
                os._exit(1)

    def beat(self):
        while True:
            with open("/proc/self/statm", encoding="ascii") as statm:
                self.say(Kind.HEARTBEAT, number=int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
            time.sleep(HEARTBEAT_SECONDS)

    def execute(self, call):
        began = time.monotonic_ns()
        if call.tells_begin:
            self.say(Kind.BEGUN, lease=call.lease)
        try:
            if call.name not in FUNCTIONS:
                raise LookupError(f"this node has no task {call.name}")
            result = FUNCTIONS[call.name](call.canceled, *unpack(call.arguments))
            nothing = CONTRACTS[call.name].partition("\n")[0].endswith("-> void")
            kind, answer = Kind.RESULT, b"" if nothing else pack(result)
        except Canceled:
            kind, answer = Kind.CANCELED, b""
        except Exception as e:
            types = [f"{t.__module__}.{t.__qualname__}" for t in type(e).__mro__ if t is not object]
            kind, answer = Kind.FAILURE, pack([types, str(e), "".join(traceback.format_tb(e.__traceback__))])
        with self.state:
            self.running = None
        self.say(kind, answer, call.lease, time.monotonic_ns() - began)
