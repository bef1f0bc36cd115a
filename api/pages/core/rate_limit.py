"""How often one address may ask for what costs much: searches and files to take away."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from fastapi import Depends, Request

from api.http.client_address import client_group
from api.http.session import mergerlog_of
from domain.refusals import Refusal

_MOST_ADDRESSES = 10_000
_MINUTE = 60_000_000


class TooOften(Refusal):
    """You have asked for this too often within a minute. Wait a little, then try again."""


class Pace:
    """So many a minute for each address, counted in this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def count_request(self, address: str, now: int) -> None:
        """Count one more. Raises TooOften."""
        minute = now // _MINUTE
        with self._lock:
            last, count = self._counts.pop(address, (minute, 0))
            count = count + 1 if last == minute else 1
            self._counts[address] = (minute, count)
            if len(self._counts) > _MOST_ADDRESSES:
                self._counts.popitem(last=False)
        if count > self._most:
            raise TooOften


SEARCHES, EXPORTS, SIGN_INS = 60, 60, 20
"""A minute, each, for one address."""


def paced(name: str) -> Callable[[Request], None]:
    """A dependency that counts requests: "searches", "exports" or "sign-ins"."""

    def count(request: Request) -> None:
        pace = request.app.state.paces[name]
        assert isinstance(pace, Pace)
        pace.count_request(client_group(request), mergerlog_of(request).clock.real())

    return count


Searching = Depends(paced("searches"))
Exporting = Depends(paced("exports"))
SigningIn = Depends(paced("sign-ins"))
