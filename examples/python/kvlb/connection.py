"""A connection to a balancer that carries frames."""

from __future__ import annotations

import select
import socket
import time

from .frames import HEADER_BYTES, MalformedFrame, decode, encode


class ConnectionEnded(Exception):
    """The balancer, or something between, has ended the connection, or nothing came in time."""


class Connection:
    """Sends frames, and receives them one by one. Not safe for use by several threads."""

    def __init__(self, host: str, port: int, timeout: float):
        self._timeout = timeout
        self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()

    def send(self, frames: bytes) -> None:
        try:
            self._socket.settimeout(self._timeout)
            self._socket.sendall(frames)
        except OSError as e:
            raise ConnectionEnded(f"cannot send: {e}") from e

    def receive(self) -> tuple[str, dict]:
        """Type and fields of the next frame that is known; the time limit is for the whole of it."""
        deadline = time.monotonic() + self._timeout
        while True:
            header = self._take(HEADER_BYTES, deadline)
            payload = self._take(int.from_bytes(header[1:], "big"), deadline)
            try:
                frame = decode(header[0], payload)
            except MalformedFrame as e:
                self._refuse(e)
                raise
            if frame is not None:
                return frame

    def has_ended(self) -> bool:
        """Whether the other side has said or done something while nothing was asked: it has gone then."""
        return bool(self._received) or bool(select.select([self._socket], [], [], 0)[0])

    def close(self) -> None:
        """Says that this side leaves, and leaves."""
        try:
            self._socket.settimeout(self._timeout)
            self._socket.sendall(encode("SHUTDOWN"))
        except OSError:
            pass  # it has gone already
        self._socket.close()

    def _take(self, size: int, deadline: float) -> bytes:
        while len(self._received) < size:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                some = self._socket.recv(65_536)
            except OSError as e:
                raise ConnectionEnded(f"cannot receive: {e}") from e
            if not some:
                raise ConnectionEnded("the balancer ended the connection")
            self._received += some
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _refuse(self, why: MalformedFrame) -> None:
        try:
            self._socket.sendall(encode("ERROR", errorCode=6, message=str(why)[:200].encode()))
        except OSError:
            pass  # nobody is left to be told
        self._socket.close()
