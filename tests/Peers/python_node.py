"""A node with one worker, written from docs/zeromq-protocol.md and docs/wire-protocol.md alone.

    python_node.py INFO_FILE

joins the master of the info file and answers each call with its first argument, until the master stops.
"""
import hashlib
import hmac
import json
import os
import socket
import struct
import sys
import time

import zmq
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

TASKS, RESULTS, ANNOUNCEMENTS = 1, 2, 3
NODE, MASTER = 1, 2
HELLO, WELCOME, REFUSE, ASSIGN, CANCEL, STOP, RECALL = 1, 16, 18, 33, 34, 35, 36
RESULT, CANCELED, KEPT, BEGUN = 48, 50, 57, 56
HEARTBEAT = 58
NODE_HELLO, WORKER_JOINED, WORKER_ENDED, NODE_HEARTBEAT, NODE_LEAVES, ANNOUNCEMENT_HEARD = 80, 81, 82, 83, 84, 85
NODE_WELCOME, WORKER_KILL, NODE_STOP = 96, 99, 101
PROTOCOL = 2
REKEY_FRAMES, REKEY_BYTES = 2**24, 2**34
HEARTBEAT_SECONDS = 5
ANSWER_SECONDS = 20


# MessagePack, as far as the frames need it.

def pack(value):
    if isinstance(value, int):
        return bytes([value]) if value < 128 else b"\xce" + struct.pack(">I", value)
    if isinstance(value, str):
        text = value.encode()
        return b"\xdb" + struct.pack(">I", len(text)) + text
    if isinstance(value, dict):
        return b"\xdf" + struct.pack(">I", len(value)) + b"".join(pack(k) + pack(v) for k, v in value.items())
    return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(pack, value))


def unpack_texts(body):
    """A map of strings."""
    at = 0

    def take(size):
        nonlocal at
        at += size
        return body[at - size:at]

    def length(fixed, mask, sizes):
        first = take(1)[0]
        if first & ~mask == fixed:
            return first & mask
        return int.from_bytes(take(sizes[first]), "big")

    def text():
        return take(length(0xA0, 0x1F, {0xD9: 1, 0xDA: 2, 0xDB: 4})).decode()

    return {text(): text() for _ in range(length(0x80, 0x0F, {0xDE: 2, 0xDF: 4}))}


# The seals.

def hkdf(salt, data, parts):
    out = HKDF(hashes.SHA256(), 32 * parts, salt=salt, info=b"").derive(data)
    return [out[i:i + 32] for i in range(0, len(out), 32)]


def expand(key, info, size):
    return HKDFExpand(hashes.SHA256(), size, info).derive(key)


def preamble(kind, channel):
    return b"WRPC" + bytes([1, kind, channel, 0])


class Handshake:
    def __init__(self, secret):
        self.h = self.ck = b"Noise_NNpsk0_25519_AESGCM_SHA256"
        self.mix_hash(b"WestRpc ZeroMQ 1")
        self.secret = secret
        self.private = X25519PrivateKey.generate()

    def mix_hash(self, data):
        self.h = hashlib.sha256(self.h + data).digest()

    def mix_key(self, data):
        self.ck, self.k = hkdf(self.ck, data, 2)

    def greeting(self):
        public = self.private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.ck, t, self.k = hkdf(self.ck, self.secret, 3)
        self.mix_hash(t)
        self.mix_hash(public)
        self.mix_key(public)
        tag = AESGCM(self.k).encrypt(bytes(12), b"", self.h)
        self.mix_hash(tag)
        return preamble(1, TASKS) + public + tag

    def take_reply(self, reply):
        """The keys of node and master, the exporter, and the session's id."""
        assert len(reply) == 64 and reply[:8] == preamble(2, TASKS), "this is no reply"
        public, sealed = reply[8:40], reply[40:]
        self.mix_hash(public)
        self.mix_key(public)
        self.mix_key(self.private.exchange(X25519PublicKey.from_public_bytes(public)))
        AESGCM(self.k).decrypt(bytes(12), sealed, self.h)
        self.mix_hash(sealed)
        return *hkdf(self.ck, b"", 3), self.h


class Direction:
    """What one side says on one channel."""

    def __init__(self, key, associated, sealed, number=0):
        self.key, self.associated, self.is_sealed, self.number = key, associated, sealed, number
        self.frames = self.bytes = 0

    def seal(self, text):
        number = struct.pack(">Q", self.number)
        sealed = AESGCM(self.key).encrypt(bytes(4) + number, text, self.associated) if self.is_sealed else text + bytes(16)
        self.count(len(text))
        return number + sealed

    def open(self, frame):
        if len(frame) < 24 or struct.unpack(">Q", frame[:8])[0] != self.number:
            raise ValueError("a frame came that is not the next one")
        text = self.decrypt(frame)
        self.count(len(text))
        return text

    def decrypt(self, frame):
        if self.is_sealed:
            return AESGCM(self.key).decrypt(bytes(4) + frame[:8], frame[8:], self.associated)
        if any(frame[-16:]):
            raise ValueError("a frame came with a seal in a run that has none")
        return frame[8:-16]

    def count(self, size):
        self.number += 1
        self.frames += 1
        self.bytes += size
        if self.frames >= REKEY_FRAMES or self.bytes >= REKEY_BYTES:
            self.key = AESGCM(self.key).encrypt(bytes(4) + b"\xff" * 8, bytes(32), b"")[:32]
            self.frames = self.bytes = 0


# What is inside.

def record(worker, kind, body=b"", lease=0, number=0):
    return struct.pack("<IIBBHQq", worker, len(body), kind, 0, 0, lease, number) + body


def records(text):
    while text:
        worker, length, kind, _, _, lease, number = struct.unpack_from("<IIBBHQq", text)
        yield worker, kind, lease, number, text[28:28 + length]
        text = text[28 + length:]


class Node:
    WORKER = 1

    def __init__(self, info):
        self.info = info
        self.is_sealed = info["secret"] is not None
        self.context = zmq.Context()
        self.stopping = False

    def connect(self, kind, channel):
        connection = self.context.socket(kind)
        connection.linger = 1000
        connection.connect(self.info[channel][0])
        return connection

    def direction(self, key, sender, channel):
        return Direction(key, self.session + bytes([sender, channel]), self.is_sealed)

    def receive(self):
        if not self.tasks.poll(ANSWER_SECONDS * 1000):
            raise TimeoutError("the master does not answer")
        return self.tasks.recv()

    def join(self):
        self.tasks = self.connect(zmq.DEALER, "tasks")
        handshake = Handshake(bytes.fromhex(self.info["secret"]) if self.is_sealed else bytes(32))
        self.tasks.send(handshake.greeting())
        node, master, self.exporter, self.session = handshake.take_reply(self.receive())
        self.incoming = self.direction(master, MASTER, TASKS)
        hello = {
            "host": socket.gethostname() + "-python", "pid": str(os.getpid()), "workers": "1",
            "cores": str(os.cpu_count()), "allowed": str(os.cpu_count()), "resources": "",
        }
        self.tasks.send(self.direction(node, NODE, TASKS).seal(record(0, NODE_HELLO, pack(hello))))
        _, kind, _, _, body = next(records(self.incoming.open(self.receive())))
        assert kind == NODE_WELCOME, f"a frame of kind {kind} came in place of a welcome"
        welcome = unpack_texts(body)
        self.index = int(welcome["first"])

        self.results = self.connect(zmq.DEALER, "results")
        join, key = self.proof(RESULTS, bytes.fromhex(welcome["results"]))
        self.results.send(join)
        self.outgoing = self.direction(key, NODE, RESULTS)

        self.announcements = self.connect(zmq.XSUB, "announcements")
        join, _ = self.proof(ANNOUNCEMENTS, bytes.fromhex(welcome["announcements"]))
        self.announcements.send(b"\x01" + join)
        group = bytes.fromhex(welcome["group"])
        self.group = Direction(group[:32], bytes([MASTER, ANNOUNCEMENTS]), self.is_sealed, int.from_bytes(group[32:], "big"))

    def proof(self, channel, offer):
        """The join, and the key of what the node says after it."""
        nonce = os.urandom(32)
        key = expand(self.exporter, b"WestRpc join proof", 32)
        proof = hmac.new(key, self.session + bytes([channel]) + offer + nonce, hashlib.sha256).digest()
        keys = expand(self.exporter, b"WestRpc channel keys" + bytes([channel]) + offer + nonce, 64)
        return preamble(3, channel) + self.session + nonce + proof, keys[:32]

    def say(self, *some):
        self.results.send(self.outgoing.seal(b"".join(some)))

    def start_worker(self):
        host, pid = socket.gethostname() + "-python", os.getpid()
        self.say(
            record(self.WORKER, WORKER_JOINED, pack({"index": str(self.index), "host": host, "pid": str(pid)})),
            record(self.WORKER, HELLO, pack([PROTOCOL, self.index, host, pid, self.info["build"], {}])))

    def serve(self):
        poller = zmq.Poller()
        poller.register(self.tasks, zmq.POLLIN)
        poller.register(self.announcements, zmq.POLLIN)
        beat = time.monotonic()
        while not self.stopping:
            ready = dict(poller.poll(1000 * HEARTBEAT_SECONDS))
            if self.announcements in ready:
                self.hear(self.announcements.recv())
            if self.tasks in ready:
                for one in records(self.incoming.open(self.tasks.recv())):
                    self.take(*one)
            if time.monotonic() - beat >= HEARTBEAT_SECONDS:
                beat = time.monotonic()
                self.say(record(0, NODE_HEARTBEAT), record(self.WORKER, HEARTBEAT))
        self.say(record(0, NODE_LEAVES))

    def hear(self, frame):
        """A hint: one that is old or does not open is dropped, and no other is obeyed."""
        number = int.from_bytes(frame[:8], "big")
        if len(frame) < 24 or number < self.group.number:
            return
        try:
            text = self.group.decrypt(frame)
        except (InvalidTag, ValueError):
            return
        self.group.number = number + 1
        if any(kind == NODE_STOP for _, kind, _, _, _ in records(text)):
            print("announced", flush=True)
            self.say(record(0, ANNOUNCEMENT_HEARD))

    def take(self, worker, kind, lease, number, body):
        if kind == WELCOME:
            print("welcome", flush=True)
        elif kind == REFUSE:
            sys.exit(body.decode())
        elif kind == ASSIGN:
            if number == 1:
                self.say(record(worker, BEGUN, lease=lease))
            assert body[0] == 0x91, "this worker can do tasks of one argument"
            self.say(record(worker, RESULT, body[1:], lease, 1000))
            print("answered", flush=True)
        elif kind == RECALL:
            self.say(record(worker, KEPT, lease=lease))
        elif kind in (STOP, WORKER_KILL):
            self.end_worker()
        elif kind == NODE_STOP:
            self.end_worker()
            self.stopping = True

    def end_worker(self):
        if self.WORKER:
            self.say(record(self.WORKER, WORKER_ENDED, pack({"reason": "exit code 0", "code": "0", "signal": "", "stderr": ""})))
            self.WORKER = 0

    def close(self):
        for connection in (self.tasks, self.results, self.announcements):
            connection.close()
        self.context.term()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        node = Node(json.load(file))
    node.join()
    node.start_worker()
    node.serve()
    node.close()
    print("left", flush=True)


if __name__ == "__main__":
    main()
