"""How often a program may ask: counted in memory, so that asking writes nothing."""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple


class Pace(NamedTuple):
    """So many times in so long a time."""

    times: int
    within: timedelta


OF_A_TOKEN = Pace(30, timedelta(minutes=5))
OF_A_NETWORK = Pace(300, timedelta(minutes=5))  # a school has one address for all its calendars
KNOWN = 20_000  # who asked lately; of more, the first are forgotten


class FeedPace:
    """Counts the questions of one process; who is told to wait is not counted again."""

    def __init__(self, of_a_token: Pace = OF_A_TOKEN, of_a_network: Pace = OF_A_NETWORK) -> None:
        self._paces = (of_a_network, of_a_token)
        self._asked: OrderedDict[bytes, tuple[datetime, int]] = OrderedDict()
        self._lock = Lock()

    def wait(self, network: str, token: str, now: datetime) -> int:
        """Count one question; return the seconds to wait instead, where it came too early."""
        keys = [_key("network", network), _key("token", token)]
        with self._lock:
            for key, pace in zip(keys, self._paces, strict=True):
                since, times = self._asked.get(key, (now, 0))
                left = since + pace.within - now
                if times >= pace.times and left > timedelta(0):
                    return max(1, int(left.total_seconds()))
            for key, pace in zip(keys, self._paces, strict=True):
                self._count(key, pace, now)
        return 0

    def _count(self, key: bytes, pace: Pace, now: datetime) -> None:
        since, times = self._asked.pop(key, (now, 0))
        if now - since >= pace.within:
            since, times = now, 0
        self._asked[key] = (since, times + 1)
        while len(self._asked) > KNOWN:
            self._asked.popitem(last=False)


def _key(kind: str, text: str) -> bytes:
    """Return what is kept of it: no token lies in memory longer than its request."""
    return hashlib.sha256(f"{kind} {text}".encode("utf-8", "surrogatepass")).digest()
