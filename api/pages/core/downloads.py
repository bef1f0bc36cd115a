"""Take-aways: tables as CSV that no spreadsheet runs as formulas, drawings as SVG and PNG."""

from __future__ import annotations

import csv as writing
import io
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import normalize

from fastapi import Response

_RUNS = frozenset("=+-@\t\r\n")
"""What a cell begins with that a spreadsheet would calculate, as it is or in its full-width and small forms."""
_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
_ALONE = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
"""A drawing opened by itself runs nothing."""


def csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A table to take away, in UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO()
    writer = writing.writer(text)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', **_PRIVATE}
    return Response("\ufeff" + text.getvalue(), 200, headers, "text/csv; charset=utf-8")


def cell(value: Any) -> str:
    """A value as a cell: a spreadsheet shows what would be a formula as the text that it is."""
    text = "" if value is None else str(value)
    return f"'{text}" if normalize("NFKC", text[:1])[:1] in _RUNS else text


def drawing(svg: str) -> Response:
    """A drawing to take away."""
    headers = {"Content-Security-Policy": _ALONE, **_PRIVATE}
    return Response(svg, 200, headers, "image/svg+xml; charset=utf-8")


def picture(png: bytes) -> Response:
    """A picture to take away."""
    return Response(png, 200, dict(_PRIVATE), "image/png")
