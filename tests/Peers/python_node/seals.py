"""The handshake, and what it seals (docs/zeromq-protocol.md)."""
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from frames import ProtocolError

TASKS, RESULTS, ANNOUNCEMENTS = 1, 2, 3
NODE, MASTER = 1, 2
GREETING, REPLY, JOIN = 1, 2, 3


def sha256(data):
    return hashlib.sha256(data).digest()


def hmac256(key, data):
    return hmac.digest(key, data, "sha256")


def expand(key, info, size):
    return HKDFExpand(hashes.SHA256(), size, info).derive(key)


def keys(data):
    return [data[i:i + 32] for i in range(0, len(data), 32)]


def hkdf(salt, data, count):
    return keys(expand(hmac256(salt, data), b"", 32 * count))


def preamble(kind, channel):
    return b"WRPC" + bytes([1, kind, channel, 0])


class Handshake:
    """Noise_NNpsk0_25519_AESGCM_SHA256, as its initiator."""

    def __init__(self, secret):
        self.private = X25519PrivateKey.generate()
        self.ck = self.h = b"Noise_NNpsk0_25519_AESGCM_SHA256"
        self.mix_hash(b"WestRpc ZeroMQ 1")
        self.ck, temporary, self.k = hkdf(self.ck, secret, 3)
        self.mix_hash(temporary)

    def mix_hash(self, data):
        self.h = sha256(self.h + data)

    def mix_key(self, data):
        self.ck, self.k = hkdf(self.ck, data, 2)

    def mix_public(self, public):
        self.mix_hash(public)
        self.mix_key(public)

    def greeting(self):
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.mix_public(public)
        tag = AESGCM(self.k).encrypt(bytes(12), b"", self.h)
        self.mix_hash(tag)
        return preamble(GREETING, TASKS) + public + tag

    def session(self, reply, sealed):
        if len(reply) != 64 or reply[:8] != preamble(REPLY, TASKS):
            raise ProtocolError("what answered is no master of this protocol")
        public, text = reply[8:40], reply[40:]
        self.mix_public(public)
        self.mix_key(self.private.exchange(X25519PublicKey.from_public_bytes(public)))
        AESGCM(self.k).decrypt(bytes(12), text, self.h)
        self.mix_hash(text)
        return Session(self.h, *hkdf(self.ck, b"", 3), sealed)


class Session:
    def __init__(self, id, node, master, exporter, sealed):
        self.id, self.exporter, self.sealed = id, exporter, sealed
        self.outgoing = self.direction(node, NODE, TASKS)
        self.incoming = self.direction(master, MASTER, TASKS)

    def direction(self, key, side, channel):
        return Direction(key, self.id + bytes([side, channel]), self.sealed)

    def join(self, channel, offer):
        """The message that joins a connection, and the node's direction on it."""
        nonce = os.urandom(32)
        terms = bytes([channel]) + offer + nonce
        proof = hmac256(expand(self.exporter, b"WestRpc join proof", 32), self.id + terms)
        node, _ = keys(expand(self.exporter, b"WestRpc channel keys" + terms, 64))
        return preamble(JOIN, channel) + self.id + nonce + proof, self.direction(node, NODE, channel)


class Direction:
    """What one side says on one channel."""

    REKEY_FRAMES, REKEY_BYTES = 1 << 24, 1 << 34

    def __init__(self, key, associated, sealed, number=0):
        self.key, self.associated, self.sealed, self.number = key, associated, sealed, number
        self.frames = self.bytes = 0

    def seal(self, text):
        number = self.number.to_bytes(8, "big")
        closed = AESGCM(self.key).encrypt(bytes(4) + number, text, self.associated) if self.sealed else text + bytes(16)
        self.count(text)
        return number + closed

    def open(self, message):
        if len(message) < 24 or int.from_bytes(message[:8], "big") != self.number:
            raise ProtocolError(f"a frame came that is not number {self.number}")
        text = self.decrypt(message)
        self.count(text)
        return text

    def open_later(self, message):
        """The text of an announcement; nothing where it is to be dropped."""
        number = int.from_bytes(message[:8], "big")
        if len(message) < 24 or number < self.number:
            return b""
        try:
            text = self.decrypt(message)
        except (InvalidTag, ProtocolError):
            return b""
        self.number = number + 1
        return text

    def decrypt(self, message):
        if self.sealed:
            return AESGCM(self.key).decrypt(bytes(4) + message[:8], message[8:], self.associated)
        if any(message[-16:]):
            raise ProtocolError("a frame is sealed in a run that seals nothing")
        return message[8:-16]

    def count(self, text):
        self.number += 1
        self.frames += 1
        self.bytes += len(text)
        if self.frames >= self.REKEY_FRAMES or self.bytes >= self.REKEY_BYTES:
            self.key = AESGCM(self.key).encrypt(bytes(4) + b"\xff" * 8, bytes(32), b"")[:32]
            self.frames = self.bytes = 0
