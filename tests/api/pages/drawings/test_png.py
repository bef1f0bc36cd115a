"""Pictures: made elsewhere, one at a time, within limits, and never at the cost of other requests."""

from __future__ import annotations

import struct
import threading
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.pages.drawings import png
from api.pages.drawings.png import PictureMaker, TooLargeToDraw, TooManyPictures, zoom_of
from tests.support.deployments import deploy, sqlite_url
from tests.support.examples import world


def drawing(width: float, height: float | str, inside: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{inside}</svg>'


def size_of(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_a_picture_is_twice_as_fine_as_its_drawing() -> None:
    assert size_of(PictureMaker().png(drawing(900, 400))) == (1800, 800)


def test_a_large_drawing_makes_a_coarser_picture_of_at_most_sixteen_megapixels() -> None:
    width, height = size_of(PictureMaker().png(drawing(2000, 10_000)))
    assert 15_000_000 < width * height <= 16_100_000


@pytest.mark.parametrize(
    "svg", [drawing(2000, 104_453), drawing(2000, "1.04453e+06"), drawing(900, 400, "<g/>" * 1_100_000)]
)
def test_a_drawing_that_is_too_large_is_refused_before_anything_is_made(svg: str) -> None:
    started = time.process_time()
    with pytest.raises(TooLargeToDraw):
        PictureMaker().png(svg)
    assert time.process_time() - started < 0.5


def test_a_picture_that_takes_too_much_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_SECONDS", 0.001)
    with pytest.raises(TooLargeToDraw):
        PictureMaker().png(drawing(900, 400))


def test_a_picture_that_takes_too_much_memory_is_given_up() -> None:
    with pytest.raises(TooLargeToDraw):
        png.rasterised(drawing(20_000, 20_000), 2.0)


def test_the_same_drawing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = PictureMaker()
    first = maker.png(drawing(10, 10))
    monkeypatch.setattr(png, "rasterised", lambda *_: b"another")
    assert maker.png(drawing(10, 10)) == first
    assert maker.png(drawing(11, 10)) == b"another"


def test_who_comes_when_too_many_wait_is_told_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    maker, go, begun = PictureMaker(), threading.Event(), threading.Semaphore(0)

    def slow(*_: object) -> bytes:
        begun.release()
        go.wait(10)
        return b"picture"

    monkeypatch.setattr(png, "rasterised", slow)
    refused: list[bool] = []

    def ask(number: int) -> None:
        try:
            maker.png(drawing(10 + number, 10))
        except TooManyPictures:
            refused.append(True)
            if len(refused) == 4:
                go.set()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    begun.acquire()
    for thread in threads:
        thread.join()
    assert len(refused) == 4, "one is made and seven wait, and the rest are refused"


def test_a_finest_zoom_for_what_is_small() -> None:
    assert zoom_of(drawing(100, 100)) == 2.0


def test_a_page_says_that_a_drawing_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_PIXELS", 1000)
    with deploy(sqlite_url(tmp_path)) as deployment:
        programme = world(deployment)
        client = TestClient(build_app(deployment.mergerlog), headers=deployment.headers())
        reply = client.get(f"/programmes/{programme}/structure.png?effective_on=2018-06-01")
    assert reply.status_code == 413
    assert "Take it as SVG" in reply.text
