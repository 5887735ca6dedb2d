"""MessagePack, as far as frames and these tasks need it (docs/wire-format.md)."""
import struct


BLOCKS = {0x11: "b", 0x12: "h", 0x14: "i", 0x18: "q", 0x22: "H", 0x24: "I", 0x28: "Q", 0x34: "f", 0x38: "d"}


class Block:
    """An array of numbers: kind, and the numbers."""

    def __init__(self, kind, numbers):
        self.kind, self.numbers = kind, numbers


def pack(value):
    def head(size, fix, limit, codes):
        if size < limit:
            return bytes([fix | size])
        for code, form in codes:
            if code is not None and size < 1 << 8 * struct.calcsize(form):
                return struct.pack(">B" + form, code, size)
        raise ValueError("too long")

    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        if 0 <= value:
            return head(value, 0, 128, ((0xCC, "B"), (0xCD, "H"), (0xCE, "I"), (0xCF, "Q")))
        for code, form, least in ((None, "b", -32), (0xD0, "b", -1 << 7), (0xD1, "h", -1 << 15), (0xD2, "i", -1 << 31), (0xD3, "q", -1 << 63)):
            if value >= least:
                return (b"" if code is None else bytes([code])) + struct.pack(">" + form, value)
    if isinstance(value, float):
        return struct.pack(">Bd", 0xCB, value)
    if isinstance(value, str):
        data = value.encode()
        return head(len(data), 0xA0, 32, ((0xD9, "B"), (0xDA, "H"), (0xDB, "I"))) + data
    if isinstance(value, bytes):
        return head(len(value), 0, 0, ((0xC4, "B"), (0xC5, "H"), (0xC6, "I"))) + value
    if isinstance(value, (list, tuple)):
        return head(len(value), 0x90, 16, ((0xDC, "H"), (0xDD, "I"))) + b"".join(map(pack, value))
    if isinstance(value, dict):
        return head(len(value), 0x80, 16, ((0xDE, "H"), (0xDF, "I"))) + b"".join(pack(x) for item in value.items() for x in item)
    if isinstance(value, Block):
        data = bytes([value.kind]) + struct.pack(f"<{len(value.numbers)}{BLOCKS[value.kind]}", *value.numbers)
        fixed = {1: 0xD4, 2: 0xD5, 4: 0xD6, 8: 0xD7, 16: 0xD8}.get(len(data))
        return (bytes([fixed]) if fixed else head(len(data), 0, 0, ((0xC7, "B"), (0xC8, "H"), (0xC9, "I")))) + b"\x57" + data
    raise TypeError(f"cannot write {type(value).__name__}")


def unpack(data):
    """The one value that the bytes are."""
    at = 0

    def take(size):
        nonlocal at
        if at + size > len(data):
            raise ValueError("the bytes end inside a value")
        at += size
        return data[at - size:at]

    def number(form):
        return struct.unpack(">" + form, take(struct.calcsize(form)))[0]

    def extension(size):
        kind = number("b")
        body = take(size)
        if kind != 87:
            raise ValueError(f"extension {kind} is not read here")
        form = BLOCKS[body[0]]
        return Block(body[0], list(struct.unpack(f"<{(size - 1) // struct.calcsize(form)}{form}", body[1:])))

    def read():
        code = number("B")
        if code < 0x80:
            return code
        if code < 0x90:
            return mapping(code & 15)
        if code < 0xA0:
            return [read() for _ in range(code & 15)]
        if code < 0xC0:
            return take(code & 31).decode()
        if code >= 0xE0:
            return code - 256
        match code:
            case 0xC0: return None
            case 0xC2: return False
            case 0xC3: return True
            case 0xC4 | 0xC5 | 0xC6: return take(number("BHI"[code - 0xC4]))
            case 0xC7 | 0xC8 | 0xC9: return extension(number("BHI"[code - 0xC7]))
            case 0xCA: return number("f")
            case 0xCB: return number("d")
            case 0xCC | 0xCD | 0xCE | 0xCF: return number("BHIQ"[code - 0xCC])
            case 0xD0 | 0xD1 | 0xD2 | 0xD3: return number("bhiq"[code - 0xD0])
            case 0xD4 | 0xD5 | 0xD6 | 0xD7 | 0xD8: return extension(1 << (code - 0xD4))
            case 0xD9 | 0xDA | 0xDB: return take(number("BHI"[code - 0xD9])).decode()
            case 0xDC | 0xDD: return [read() for _ in range(number("HI"[code - 0xDC]))]
            case 0xDE | 0xDF: return mapping(number("HI"[code - 0xDE]))
        raise ValueError(f"0x{code:02x} is no MessagePack")

    def mapping(count):
        return {read(): read() for _ in range(count)}

    value = read()
    if at != len(data):
        raise ValueError("bytes after the value")
    return value
