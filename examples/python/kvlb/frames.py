"""Frames between a client and a balancer: the tables of docs/protocol.md as data, and how to write and read them.

A frame is a type (1 byte), the length of its payload (2 bytes) and the payload: the fields of the type, one behind the
other. Numbers are unsigned and big-endian; a field without a size is bytes behind a length of 2 bytes.
"""

from __future__ import annotations

import re

HEADER_BYTES = 3
PAYLOAD_BYTES_MAX = 65_535
FIRST_EXTENSION = 128

MAGIC = int.from_bytes(b"KVLB", "big")
PROTOCOL_VERSION = 1
CLIENT_ROLE = 1
ANSWER_WITH_VERSIONS = 1

# The rows that a client sends or receives, as the document has them.
TYPES = [
    (1, "PUT", "key, value"),
    (2, "PUT_RESPONSE", "result (1), key"),
    (3, "GET", "key"),
    (4, "GET_RESPONSE", "result (1), key, value"),
    (90, "SHUTDOWN", "-"),
    (91, "ERROR", "errorCode (1), message"),
    (128, "HELLO", "magic (4), protocolVersion (2), role (1), capabilities (8), incarnation (8)"),
    (129, "WELCOME", "protocolVersion (2), role (1), capabilities (8), incarnation (8)"),
    (170, "DELETE", "key"),
    (171, "DELETE_RESPONSE", "result (1), key"),
    (172, "VERSIONED_PUT_RESPONSE", "result (1), version (8), workerId (4), key"),
    (173, "VERSIONED_GET_RESPONSE", "result (1), version (8), workerId (4), key, value"),
    (174, "VERSIONED_DELETE_RESPONSE", "result (1), version (8), workerId (4), key"),
    (180, "STATUS", "-"),
    (
        181,
        "STATUS_RESPONSE",
        "state (1), mode (1), cluster (8), epoch (4), view (4), settled (8), inFlight (4), dirtyKeys (4), queued (4), "
        "clients (4), reason, workers (4)",
    ),
    (
        182,
        "STATUS_WORKER",
        "workerId (4), incarnation (8), address, port (2), role (1), connected (1), inRing (1), inFlight (4), "
        "requests (8), dataBytes (8), dataBytesMax (8)",
    ),
]

NONE, INVALID_KEY, INVALID_VALUE, KEY_NOT_FOUND, SERVER_BUSY, NETWORK_ERROR, PROTOCOL_ERROR = range(7)


class MalformedFrame(Exception):
    """What came is no frame that a balancer may send."""


def _fields(layout: str) -> list[tuple[str, int]]:
    """Name and size of each field; the size is 0 for bytes behind their length."""
    return [(name, int(size or 0)) for name, size in re.findall(r"(\w+)(?: \((\d)\))?", layout)]


_BY_CODE = {code: (name, _fields(layout)) for code, name, layout in TYPES}
_BY_NAME = {name: (code, _fields(layout)) for code, name, layout in TYPES}


def encode(name: str, **values: int | bytes) -> bytes:
    """The frame of this type with these fields."""
    code, fields = _BY_NAME[name]
    payload = bytearray()
    for field, size in fields:
        value = values[field]
        if size:
            payload += value.to_bytes(size, "big")
        else:
            # A value that is too long makes the payload so; its length is cut here, and nothing is sent.
            payload += (len(value) & 0xFFFF).to_bytes(2, "big") + value
    if len(payload) > PAYLOAD_BYTES_MAX:
        raise ValueError(f"the payload of a {name} has at most {PAYLOAD_BYTES_MAX} bytes: {len(payload)}")
    return bytes([code]) + len(payload).to_bytes(2, "big") + payload


def decode(code: int, payload: bytes) -> tuple[str, dict[str, int | bytes]] | None:
    """Type and fields of a frame, or None for one to pass over: an extension that is not known here."""
    if code not in _BY_CODE:
        if code >= FIRST_EXTENSION:
            return None
        raise MalformedFrame(f"no type of a frame from a balancer: {code}")
    name, fields = _BY_CODE[code]
    values = {}
    at = 0

    def take(size: int, field: str) -> bytes:
        nonlocal at
        if at + size > len(payload):
            raise MalformedFrame(f"{name} ends within {field}: {payload.hex()}")
        at += size
        return payload[at - size : at]

    for field, size in fields:
        if size:
            values[field] = int.from_bytes(take(size, field), "big")
        else:
            values[field] = take(int.from_bytes(take(2, field), "big"), field)
    if at < len(payload):
        raise MalformedFrame(f"{name} goes on behind its fields: {payload.hex()}")
    return name, values
