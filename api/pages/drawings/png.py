"""A drawing as a picture: made in a process of its own, with limits of size, memory and time, one at a time.

The typeface is the build's own, so that a picture is the same on any machine.
"""

from __future__ import annotations

import hashlib
import math
import re
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from threading import BoundedSemaphore, Lock

from domain.refusals import Refusal

_VENDOR = Path(__file__).parents[1] / "static" / "vendor"
_FONTS = [str(_VENDOR / name) for name in ("arimo-regular.ttf", "arimo-bold.ttf")]
_PROGRAM = str(Path(__file__).with_name("rasterise.py"))
_FINEST, _COARSEST = 2.0, 0.5
"""Pixels of the picture to one of the drawing: as fine as a good screen, and no coarser than can be read."""
_PIXELS = 16_000_000
_DRAWING_BYTES = 4 * 1024 * 1024
_KEPT_BYTES = 16 * 1024 * 1024
_WAITING = 8
_SECONDS = 15
_SIZE = re.compile(r'<svg [^>]*?\bwidth="([\d.e+]+)" height="([\d.e+]+)"')


class TooLargeToDraw(Refusal):
    """This drawing is too large for a picture. Take it as SVG, or ask about fewer things."""


class TooManyPictures(Refusal):
    """Too many pictures are being made at the moment. Wait a little, then try again."""


class PictureMaker:
    """Makes pictures, one at a time, and keeps those that were made last; safe among threads."""

    def __init__(self) -> None:
        self._making = BoundedSemaphore(1)
        self._waiting = BoundedSemaphore(_WAITING)
        self._lock = Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._kept_bytes = 0

    def png(self, svg: str) -> bytes:
        """The drawing as PNG, on white, twice as fine as it is drawn where its size allows.

        Raises TooLargeToDraw or TooManyPictures.
        """
        zoom = zoom_of(svg)
        key = hashlib.sha256(svg.encode()).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        if not self._waiting.acquire(blocking=False):
            raise TooManyPictures
        try:
            with self._making:
                picture = rasterised(svg, zoom)
        finally:
            self._waiting.release()
        self._keep(key, picture)
        return picture

    def _keep(self, key: bytes, picture: bytes) -> None:
        with self._lock:
            if key in self._kept or len(picture) > _KEPT_BYTES // 4:
                return
            self._kept[key] = picture
            self._kept_bytes += len(picture)
            while self._kept_bytes > _KEPT_BYTES:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])


def zoom_of(svg: str) -> float:
    """How fine the picture of a drawing can be within the limit of pixels. Raises TooLargeToDraw."""
    size = _SIZE.search(svg)
    assert size is not None, "a drawing of ours says how large it is"
    zoom = min(_FINEST, math.sqrt(_PIXELS / max(1.0, float(size[1]) * float(size[2]))))
    if zoom < _COARSEST or len(svg) > _DRAWING_BYTES:
        raise TooLargeToDraw
    return zoom


def rasterised(svg: str, zoom: float) -> bytes:
    """The picture, made by a process of its own. Raises TooLargeToDraw where that goes beyond its limits."""
    command = [sys.executable, "-I", _PROGRAM, str(zoom), *_FONTS]
    try:
        # The command is a program of ours: no part of it comes from a request.
        done = subprocess.run(  # noqa: S603
            command, input=svg.encode(), capture_output=True, timeout=_SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise TooLargeToDraw from None
    return done.stdout


_maker = PictureMaker()


def png(svg: str) -> bytes:
    """The drawing as PNG. Raises TooLargeToDraw or TooManyPictures."""
    return _maker.png(svg)
