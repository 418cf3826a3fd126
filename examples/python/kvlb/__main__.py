"""usage: python3 -m kvlb get KEY | put KEY VALUE | delete KEY | status

The balancer is at KVLB_BALANCER (HOST:PORT), or at 127.0.0.1:5059. The exit statuses are those of the kvlb command.
"""

from __future__ import annotations

import os
import sys

from . import Busy, Client, KvlbError, OutcomeUnknown, Refused, Unreachable

_NO, _USAGE = 1, 2
_STATUSES = {Unreachable: 3, Busy: 4, Refused: 5, OutcomeUnknown: 6}
_STATES = {1: "opening", 2: "recovering", 3: "serving", 4: "suspended", 5: "empty"}
_ROLES = {0: "none", 1: "learner", 2: "ready"}


def main(words: list[str]) -> int:
    host, _, port = os.environ.get("KVLB_BALANCER", "127.0.0.1:5059").rpartition(":")
    if not (host and port.isdecimal()):
        return _complain(_USAGE, "KVLB_BALANCER must be HOST:PORT")
    commands = {("get", 1): _get, ("put", 2): _put, ("delete", 1): _delete, ("status", 0): _status}
    command = commands.get((words[0], len(words) - 1)) if words else None
    if command is None:
        return _complain(_USAGE, __doc__.splitlines()[0])
    try:
        with Client(host.strip("[]"), int(port)) as client:
            # Arguments as they were, whatever bytes they are.
            return command(client, *[os.fsencode(word) for word in words[1:]])
    except KvlbError as e:
        return _complain(_STATUSES[type(e)], str(e))


def _get(client: Client, key: bytes) -> int:
    value = client.get(key)
    if value is None:
        return _complain(_NO, f"not found: {os.fsdecode(key)}")
    sys.stdout.buffer.write(value + b"\n")
    return 0


def _put(client: Client, key: bytes, value: bytes) -> int:
    client.put(key, value)
    return 0


def _delete(client: Client, key: bytes) -> int:
    client.delete(key)
    return 0


def _status(client: Client) -> int:
    status = client.status()
    state = _STATES.get(status["state"], "unknown")
    print(f"{state} {status['reason'].decode('utf-8', 'replace')}".rstrip())
    for worker in status["workers"]:
        print(f"worker {worker['workerId']} {_ROLES.get(worker['role'], 'unknown')} requests {worker['requests']}")
    return 0 if state == "serving" else _NO


def _complain(status: int, message: str) -> int:
    print(f"kvlb: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
