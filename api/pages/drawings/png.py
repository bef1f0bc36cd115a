"""A drawing as a picture: rendered in the process, in a typeface of the build's own, on any machine alike."""

from __future__ import annotations

from pathlib import Path

import resvg_py

_VENDOR = Path(__file__).parents[1] / "static" / "vendor"
_FONTS = [str(_VENDOR / name) for name in ("arimo-regular.ttf", "arimo-bold.ttf")]
_ZOOM = 2.0


def png(svg: str) -> bytes:
    """The drawing as PNG, on white, twice as fine as it is drawn."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            background="#ffffff",
            zoom=_ZOOM,
            skip_system_fonts=True,
            font_files=_FONTS,
            font_family="Arimo",
            sans_serif_family="Arimo",
        )
    )
