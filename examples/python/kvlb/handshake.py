"""How a client begins: it says HELLO, and learns what the balancer speaks."""

from __future__ import annotations

from . import frames
from .connection import Connection, ConnectionEnded
from .frames import MalformedFrame, encode

_HELLO = encode(
    "HELLO",
    magic=frames.MAGIC,
    protocolVersion=frames.PROTOCOL_VERSION,
    role=frames.CLIENT_ROLE,
    capabilities=frames.ANSWER_WITH_VERSIONS,
    incarnation=0,
)

# Answered by every balancer, whatever the state of the cluster, and without asking a worker.
_PROBE = encode("GET", key=b"")


def connect(host: str, port: int, timeout: float) -> tuple[Connection, bool]:
    """An open connection, and whether the balancer speaks the extensions. Raises OSError where there is none."""
    connection = Connection(host, port, timeout)
    try:
        extended = _say_hello(connection)
    except (ConnectionEnded, MalformedFrame):
        extended = None
    if extended is None:
        connection.close()
        return Connection(host, port, timeout), False
    return connection, extended


def _say_hello(connection: Connection) -> bool | None:
    """Whether WELCOME came before the answer to the probe; None where HELLO was taken amiss."""
    connection.send(_HELLO + _PROBE)
    name, _ = connection.receive()
    if name == "WELCOME":
        connection.receive()
        return True
    return False if name == "GET_RESPONSE" else None
