"""What can go wrong, by what to do next."""


class KvlbError(Exception):
    """A request was not answered as asked."""


class Unreachable(KvlbError):
    """Nothing was done, for there is no balancer: start one, or ask another address."""


class Busy(KvlbError):
    """Nothing was done: try again later."""


class Refused(KvlbError):
    """Nothing was done, nor will it be: change the request."""


class OutcomeUnknown(KvlbError):
    """It may or may not have been done: read before you write again."""
