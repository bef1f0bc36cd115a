"""Running what is asynchronous, also where the thread has a loop already: the pages' browser leaves one behind."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Told = TypeVar("_Told")


def run(awaited: Coroutine[Any, Any, _Told]) -> _Told:
    """What it comes to, in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, awaited).result()
