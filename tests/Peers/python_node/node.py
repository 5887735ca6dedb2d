"""The node itself (docs/zeromq-protocol.md, docs/nodes.md)."""
import os
import signal
import sys
import threading
import time

import zmq
from cryptography.exceptions import InvalidTag

from frames import Kind, ProtocolError, body, frame, header, record, records, strings
from messagepack import unpack
from place import Place
from seals import ANNOUNCEMENTS, MASTER, RESULTS, Direction, Handshake
from worker import HEARTBEAT_SECONDS, HOST

ANSWER_SECONDS = 20
SHUTDOWN_SECONDS = 3
TIMEOUT_FACTOR = 5


class Node:
    def __init__(self, info, workers):
        self.info, self.asked, self.sealed = info, workers, info["secret"] is not None
        self.context = zmq.Context()
        self.gate = threading.RLock()
        self.workers, self.last = {}, 0
        self.signals = set()
        self.trouble = ""
        self.failed_starts = 0
        self.closing = self.withdrawn = False
        self.kill_at = float("inf")

    def run(self):
        tail = self.join()
        self.places = [Place(self, self.first + i) for i in range(self.count)]
        try:
            if self.count > 0:
                self.serve(tail)
        except (ProtocolError, InvalidTag, ValueError) as e:
            self.trouble = f"the master said what can't be read: {e!r}"
        self.end()
        return 1 if self.trouble else 128 + signal.SIGTERM if self.withdrawn else 0

    # Joining.

    def connect(self, kind, endpoint):
        connection = self.context.socket(kind)
        connection.linger = 1000
        connection.reconnect_ivl = -1
        connection.sndhwm = connection.rcvhwm = 0
        connection.connect(endpoint)
        return connection

    def join(self):
        """What came with the welcome."""
        place = self.greet()
        self.tasks.send(self.session.outgoing.seal(record(0, frame(Kind.NODE_HELLO, strings(
            host=HOST, pid=os.getpid(), workers=self.asked, cores=os.cpu_count(), allowed=len(os.sched_getaffinity(0)), resources="")))))
        if not self.tasks.poll(1000 * ANSWER_SECONDS):
            sys.exit("The master does not answer.")
        (_, data), *tail = records(self.session.incoming.open(self.tasks.recv()))
        if header(data)[0] != Kind.NODE_WELCOME:
            sys.exit(f"The master answers with a frame of kind {header(data)[0]}: {body(data)!r}")
        welcome = unpack(body(data))
        self.first, self.count = int(welcome["first"]), int(welcome["workers"])
        self.master_beats = int(welcome["heartbeat"]) / 1000

        self.results = self.connect(zmq.DEALER, self.info["results"][place])
        join, self.outgoing = self.session.join(RESULTS, bytes.fromhex(welcome["results"]))
        self.results.send(join)
        self.announcements = self.connect(zmq.XSUB, self.info["announcements"][place])
        join, _ = self.session.join(ANNOUNCEMENTS, bytes.fromhex(welcome["announcements"]))
        self.announcements.send(b"\x01" + join)
        grant = bytes.fromhex(welcome["group"])
        self.group = Direction(grant[:32], bytes([MASTER, ANNOUNCEMENTS]), self.sealed, int.from_bytes(grant[32:], "big"))
        return tail

    def greet(self):
        """Which of the master's addresses answers."""
        secret = bytes.fromhex(self.info["secret"]) if self.sealed else bytes(32)
        for place, endpoint in enumerate(self.info["tasks"]):
            self.tasks = self.connect(zmq.DEALER, endpoint)
            handshake = Handshake(secret)
            self.tasks.send(handshake.greeting())
            if self.tasks.poll(1000 * ANSWER_SECONDS // len(self.info["tasks"])):
                self.session = handshake.session(self.tasks.recv(), self.sealed)
                return place
            self.tasks.close(linger=0)
        sys.exit("Nobody answers, or who does has another secret.")

    # Workers' threads.

    def say(self, worker, kind, body=b""):
        self.pass_on(worker, frame(kind, body))

    def pass_on(self, worker, data):
        with self.gate:
            # What a worker cancels or fails at since this node goes is no answer: others do it.
            if self.withdrawn and header(data)[0] in (Kind.FAILURE, Kind.CANCELED):
                return
            try:
                self.results.send(self.outgoing.seal(record(worker, data)), zmq.DONTWAIT)
            except zmq.Again:  # A connection that broke is not made anew.
                self.trouble = self.trouble or "the connection for results broke"

    def add(self, place):
        with self.gate:
            self.last += 1
            self.workers[self.last] = place
            return self.last

    def remove(self, number, code):
        with self.gate:
            del self.workers[number]
            reason = f"exit code {code}" if code >= 0 else f"signal {-code}"
            self.say(number, Kind.WORKER_ENDED, strings(reason=reason, code=code if code >= 0 else "", signal=-code if code < 0 else "", stderr=""))

    # The thread that receives.

    def serve(self, tail):
        poller = zmq.Poller()
        poller.register(self.tasks, zmq.POLLIN)
        poller.register(self.announcements, zmq.POLLIN)
        heard = time.monotonic()
        beat, beats = 0, min(HEARTBEAT_SECONDS, self.master_beats)
        self.take(tail)
        while not self.trouble and (self.alive() or not self.closing):
            ready = dict(poller.poll(50))
            now = time.monotonic()
            if self.tasks in ready:
                heard = now
                self.take(records(self.session.incoming.open(self.tasks.recv())))
            elif now - heard > self.master_beats * TIMEOUT_FACTOR:
                self.trouble = "the master is silent"
            if self.announcements in ready:
                self.take_announcement(self.announcements.recv())
            self.take_signals()
            if now > self.kill_at:
                self.kill_all()
            if now - beat >= beats:
                beat = now
                self.say(0, Kind.NODE_HEARTBEAT)

    def alive(self):
        return any(place.thread.is_alive() for place in self.places)

    def take(self, some):
        for worker, data in some:
            kind = header(data)[0]
            if worker > 0:
                with self.gate:
                    place = self.workers.get(worker)
                if place:
                    place.hear(data)
            elif kind == Kind.NODE_STOP:
                self.close()
            elif kind == Kind.NODE_REFUSED:
                self.trouble = body(data).decode()

    def take_announcement(self, message):
        """A hint, which is asked about and not obeyed: any node can have made it."""
        try:
            told = {header(data)[0] for _, data in records(self.group.open_later(message))}
        except ProtocolError:
            return
        if Kind.NODE_STOP in told and not self.closing:
            self.say(0, Kind.ANNOUNCEMENT_HEARD)

    def take_signals(self):
        if signal.SIGTERM in self.signals and not self.withdrawn:
            self.say(0, Kind.NODE_WITHDRAWS)
            with self.gate:
                self.withdrawn = True
                here = list(self.workers.values())
            self.close()
            for place in here:
                place.send(frame(Kind.STOP))
        elif signal.SIGUSR1 in self.signals and not self.closing:
            self.say(0, Kind.NODE_DRAINS)
            self.close(kill=False)

    def close(self, kill=True):
        """No worker is replaced any more."""
        self.closing = True
        if kill:
            self.kill_at = min(self.kill_at, time.monotonic() + SHUTDOWN_SECONDS)

    def kill_all(self):
        with self.gate:
            for place in self.workers.values():
                place.process.kill()

    def end(self):
        self.closing = True
        if self.trouble:
            print(self.trouble, file=sys.stderr, flush=True)
        while self.alive():
            if self.trouble:
                self.kill_all()
            time.sleep(0.02)
        self.say(0, Kind.NODE_LEAVES, self.trouble.encode())
        for connection in (self.tasks, self.results, self.announcements):
            connection.close()
        self.context.term()
