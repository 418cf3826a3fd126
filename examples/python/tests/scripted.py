"""A balancer that says what a test has written down for it."""

from __future__ import annotations

import socket
import threading

from kvlb.frames import HEADER_BYTES, decode, encode

WELCOME = encode("WELCOME", protocolVersion=1, role=3, capabilities=0, incarnation=7)
PROBED = encode("GET_RESPONSE", result=1, key=b"", value=b"")
PROTOCOL_ERROR = encode("ERROR", errorCode=6, message=b"no such type")
CLOSE = b""


class ScriptedBalancer:
    """Takes connections one by one. Each has a script: a mapping from the type of a frame to what it is answered with.

    An answer of CLOSE ends the connection; a frame that is not in the script gets no answer.
    """

    def __init__(self, *scripts: dict[str, bytes]):
        self.received: list[list[str]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(scripts,), daemon=True)

    def __enter__(self) -> ScriptedBalancer:
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._thread.join(60)
        self._listener.close()
        assert not self._thread.is_alive(), "not every script was played"

    def _run(self, scripts):
        for script in scripts:
            connection, _ = self._listener.accept()
            with connection, connection.makefile("rb") as frames:
                self.received.append([])
                self._play(script, connection, frames)

    def _play(self, script, connection, frames):
        while header := frames.read(HEADER_BYTES):
            name, _ = decode(header[0], frames.read(int.from_bytes(header[1:], "big")))
            self.received[-1].append(name)
            answer = script.get(name)
            if answer == CLOSE:
                return
            if answer is not None:
                connection.sendall(answer)
