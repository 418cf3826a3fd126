"""A client of kvlb, made from docs/protocol.md alone; it needs nothing but Python, 3.8 or newer."""

from .client import Client, Found, Written
from .errors import Busy, KvlbError, OutcomeUnknown, Refused, Unreachable

__all__ = ["Busy", "Client", "Found", "KvlbError", "OutcomeUnknown", "Refused", "Unreachable", "Written"]
