"""A client of a kvlb balancer."""

from __future__ import annotations

from typing import NamedTuple, Sequence

from . import frames
from .connection import Connection, ConnectionEnded
from .errors import Busy, KvlbError, OutcomeUnknown, Refused, Unreachable
from .frames import MalformedFrame
from .handshake import connect


class Found(NamedTuple):
    """A value, the version of the write that put it there, and the worker that read it; both are 0 where not told."""

    value: bytes
    version: int
    worker: int


class Written(NamedTuple):
    """The version of a write, and the worker that did it; both are 0 where not told."""

    version: int
    worker: int


class Client:
    """Asks a balancer, over one connection that is opened when it is needed.

    Keys and values are bytes, or text that goes as UTF-8. Not safe for use by several threads. Each request may raise a
    KvlbError, whose type says what to do next.
    """

    # So many requests are sent at most before their replies are read.
    WINDOW = 64

    def __init__(self, host: str = "127.0.0.1", port: int = 5059, timeout: float = 10.0):
        self._address = (host, port)
        self._timeout = timeout
        self._connection: Connection | None = None
        self._extended = False

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection; the next request opens another one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, key: bytes | str) -> bytes | None:
        """The value under the key, or None."""
        found = self.find(key)
        return None if found is None else found.value

    def find(self, key: bytes | str) -> Found | None:
        """The value under the key with its version, or None."""
        return self.find_all([key])[0]

    def find_all(self, keys: Sequence[bytes | str]) -> list[Found | None]:
        """What is under each of the keys. The requests don't wait for each other: their replies come in their order."""
        found = []
        for start in range(0, len(keys), self.WINDOW):
            requests = [_encode("GET", key=_bytes(key)) for key in keys[start : start + self.WINDOW]]
            replies = self._ask(requests, Unreachable)
            found += [_found(self._fields(reply, "GET_RESPONSE", Unreachable)) for reply in replies]
        return found

    def put(self, key: bytes | str, value: bytes | str) -> Written:
        """Stores the value under the key."""
        (reply,) = self._ask([_encode("PUT", key=_bytes(key), value=_bytes(value))], OutcomeUnknown)
        return _written(self._fields(reply, "PUT_RESPONSE", OutcomeUnknown))

    def delete(self, key: bytes | str) -> Written:
        """Sees that nothing is under the key, whether there was something or not."""
        (reply,) = self._ask([_encode("DELETE", key=_bytes(key))], OutcomeUnknown, extension=True)
        return _written(self._fields(reply, "DELETE_RESPONSE", OutcomeUnknown))

    def status(self) -> dict:
        """The fields of the balancer's STATUS_RESPONSE; under "workers" a list of those of its STATUS_WORKERs."""
        (reply,) = self._ask([_encode("STATUS")], Unreachable, extension=True)
        status = self._fields(reply, "STATUS_RESPONSE", Unreachable)
        workers = [self._receive(Unreachable) for _ in range(status["workers"])]
        status["workers"] = [self._fields(worker, "STATUS_WORKER", Unreachable) for worker in workers]
        return status

    def _ask(self, requests: list[bytes], failure: type[KvlbError], extension: bool = False) -> list[tuple[str, dict]]:
        """Sends the requests, and takes one frame for each. The failure is what a lost connection means for them."""
        connection = self._open()
        if extension and not self._extended:
            raise Refused("the balancer speaks only the base protocol, which has no such request")
        try:
            connection.send(b"".join(requests))
        except ConnectionEnded as e:
            self.close()
            raise failure(str(e)) from e
        return [self._receive(failure) for _ in requests]

    def _open(self) -> Connection:
        if self._connection is not None and self._connection.has_ended():
            self.close()
        if self._connection is None:
            try:
                self._connection, self._extended = connect(*self._address, self._timeout)
            except OSError as e:
                raise Unreachable(f"no balancer at {self._address[0]}:{self._address[1]}: {e}") from e
        return self._connection

    def _receive(self, failure: type[KvlbError]) -> tuple[str, dict]:
        # Another reply than the oldest request's can't be told apart: who gives up on one gives up the connection.
        try:
            if self._connection is None:
                raise ConnectionEnded("the balancer ended the connection")
            name, fields = self._connection.receive()
        except (ConnectionEnded, MalformedFrame) as e:
            self.close()
            raise failure(str(e)) from e
        if name == "SHUTDOWN":
            self.close()
            raise failure("the balancer has shut down")
        if name == "ERROR" and fields["errorCode"] == frames.PROTOCOL_ERROR:
            self.close()
        return name, fields

    def _fields(self, reply: tuple[str, dict], expected: str, failure: type[KvlbError]) -> dict:
        """The fields of a reply of that type, where the request was carried out."""
        name, fields = reply
        if name == "ERROR":
            raise _error(fields["errorCode"], fields["message"].decode("utf-8", "replace"))
        if name not in (expected, "VERSIONED_" + expected):
            self.close()
            raise failure(f"{name} came in place of {expected}")
        if fields.get("result", frames.NONE) not in (frames.NONE, frames.KEY_NOT_FOUND):
            raise _error(fields["result"], "")
        return fields


def _error(code: int, message: str) -> KvlbError:
    if code == frames.SERVER_BUSY:
        return Busy(message or "the server is busy")
    if code == frames.INVALID_KEY:
        return Refused(message or "the key is empty or too long")
    if code == frames.INVALID_VALUE:
        return Refused(message or "the value is too long")
    if code == frames.PROTOCOL_ERROR:
        return Refused(message or "the balancer takes the request for a breach of the protocol")
    return OutcomeUnknown(message or f"failed with code {code}")


def _found(fields: dict) -> Found | None:
    if fields["result"] == frames.KEY_NOT_FOUND:
        return None
    return Found(fields["value"], fields.get("version", 0), fields.get("workerId", 0))


def _written(fields: dict) -> Written:
    return Written(fields.get("version", 0), fields.get("workerId", 0))


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _encode(name: str, **values: bytes) -> bytes:
    try:
        return frames.encode(name, **values)
    except ValueError as e:
        raise Refused(str(e)) from e
