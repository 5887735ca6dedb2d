"""Frames and records of them (docs/wire-protocol.md, docs/zeromq-protocol.md)."""
import struct

from messagepack import pack


PROTOCOL = 2


class Kind:
    HELLO, CONTRACT_TEXTS, WELCOME, CONTRACT_QUERY, REFUSE = 1, 2, 16, 17, 18
    DEFINE, ASSIGN, CANCEL, STOP, RECALL = 32, 33, 34, 35, 36
    RESULT, FAILURE, CANCELED, RECALLED, BEGUN, KEPT, HEARTBEAT = 48, 49, 50, 51, 56, 57, 58
    NODE_HELLO, WORKER_JOINED, WORKER_ENDED, NODE_HEARTBEAT, NODE_LEAVES = 80, 81, 82, 83, 84
    NODE_DRAINS, NODE_WITHDRAWS, ANNOUNCEMENT_HEARD = 85, 86, 87
    NODE_WELCOME, NODE_REFUSED, WORKER_ACCEPTED, WORKER_KILL, NODE_STOP = 96, 97, 98, 99, 101


class ProtocolError(Exception):
    pass


HEADER = struct.Struct("<IBBHQQ")


def frame(kind, body=b"", lease=0, number=0):
    return HEADER.pack(len(body), kind, 0, 0, lease, number) + body


def header(data):
    """Kind, task number, lease, number."""
    _, kind, _, task_number, lease, number = HEADER.unpack_from(data)
    return kind, task_number, lease, number


def body(data):
    return data[HEADER.size:]


def record(worker, data):
    return struct.pack("<I", worker) + data


def records(text):
    while text:
        if len(text) < 28 or len(text) < (end := 28 + int.from_bytes(text[4:8], "little")):
            raise ProtocolError("a text ends inside a record")
        yield int.from_bytes(text[:4], "little"), text[4:end]
        text = text[end:]


def strings(**entries):
    return pack({name: str(value) for name, value in entries.items()})


def receive_frame(stream):
    """The next frame; nothing at the end, which comes in the middle of one where the other side was killed."""
    try:
        start = stream.read(HEADER.size)
        size = HEADER.size + int.from_bytes(start[:4], "little")
        data = start + stream.read(size - HEADER.size)
    except ConnectionError:
        return b""
    return data if len(data) == size else b""
