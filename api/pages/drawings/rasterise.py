"""The program that makes a picture of one drawing: SVG on standard input, PNG on standard output.

`python rasterise.py ZOOM FONT…` limits its own memory and processor time before it reads anything. It is run by
`png.py`, never imported by the server: the library that draws holds the interpreter's lock while it does.
"""

from __future__ import annotations

import sys

MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 10


def limit_resources() -> None:
    """Give this process a bound on memory and processor time, where the operating system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


def main() -> None:
    """Draw."""
    limit_resources()
    import resvg_py  # noqa: PLC0415 - within the limits

    zoom, *fonts = sys.argv[1:]
    picture = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        background="#ffffff",
        zoom=float(zoom),
        skip_system_fonts=True,
        font_files=fonts,
        font_family="Arimo",
        sans_serif_family="Arimo",
    )
    sys.stdout.buffer.write(bytes(picture))


if __name__ == "__main__":
    main()
