"""Templates: escaped, strict about what they were not given, and filled with words of ours."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from fastapi.testclient import TestClient
from jinja2 import UndefinedError

from api.app import build_app
from api.pages.core import templates
from api.pages.core.templates import NotBuilt
from tests.support.deployments import Deployment


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1", 1),
        ("10", 10),
        ("012", None),
        ("09", 9),
        ("0", None),
        ("12", 12),
        ("13", None),
        ("Oct", 10),
        (" october ", 10),
        ("SEPT", 9),
        ("mar", 3),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("ju", None),
        ("octobre", None),
        ("", None),
        ("١", None),
        ("-1", None),
    ],
)
def test_a_month_is_typed_as_a_number_or_as_its_first_letters(typed: str, number: int | None) -> None:
    assert templates.month_number(typed) == number


def rendered(source: str, **values: object) -> str:
    return templates.environment().from_string(source).render(**values)


@pytest.mark.parametrize(
    ("source", "values", "text"),
    [
        ("{{ name }}", {"name": "<b>&'"}, "&lt;b&gt;&amp;&#39;"),
        ("{{ name | raw }}", {"name": "<b>"}, "<b>"),
        ("{{ answer.gone }}|{{ answer['gone'] }}", {"answer": {}}, "|"),
        ("{{ answer.items }}", {"answer": {"items": "its own"}}, "its own"),
        ("{{ day | day }}", {"day": "2018-10-01"}, "1 October 2018"),
        ("{{ day | day }}", {"day": None}, "no date"),
        ("{{ day | on }}", {"day": date(2018, 10, 1)}, "1 October 2018"),
        ("{{ number | ordinal }}", {"number": date(2018, 10, 1).toordinal()}, "1 October 2018"),
        ("{{ 'north West' | first_up }}", {}, "North West"),
        ("{{ '' | first_up }}", {}, ""),
        ("{{ ['a', 'b', 'c'] | enumeration }}", {}, "a, b and c"),
        ("{{ 1 | days }}, {{ 2 | days }}", {}, "1 day, 2 days"),
        ("{{ 'site-flooded' | kind }}", {}, "Site flooded"),
        ("{{ words_plural('unit') }}", {}, "units"),
    ],
)
def test_a_template_is_filled_in(source: str, values: dict[str, object], text: str) -> None:
    assert rendered(source, **values) == text


@pytest.mark.parametrize("source", ["{{ nothing }}", "{% if nothing %}{% endif %}", "{{ day.nothing }}"])
def test_a_name_that_a_template_was_not_given_is_a_fault(source: str) -> None:
    with pytest.raises(UndefinedError):
        rendered(source, day=date(2018, 10, 1))


def test_only_a_manager_has_scenarios_and_recording_on_the_menu() -> None:
    keys = ["today", "structure", "timeline", "clashes", "ward", "log", "search"]
    assert [key for key, _, _ in templates.menu(manages=False)] == keys
    assert [key for key, _, _ in templates.menu(manages=True)] == [*keys, "scenarios", "record"]


def test_the_address_of_a_front_end_file_changes_with_the_file() -> None:
    name = next(path.name for path in templates.STATIC.iterdir() if path.is_file())
    digest = hashlib.sha256((templates.STATIC / name).read_bytes()).hexdigest()
    assert templates.static(name) == f"/static/{digest[:12]}/{name}"


def test_a_front_end_file_that_is_not_there_says_how_to_build_it() -> None:
    with pytest.raises(NotBuilt, match=r"^nothing\.js is not there: .*uv sync --reinstall-package mergerlog"):
        templates.static("nothing.js")


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/privacy", "/nothing-here", "/docs", "/programmes/none", "/accounts"]
)
def test_every_page_says_in_plain_html_that_the_front_end_files_are_missing(
    on_sqlite: Deployment, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "STATIC", templates.STATIC / "elsewhere")
    templates.static.cache_clear()
    try:
        reply = on_sqlite.client.get(path)
    finally:
        templates.static.cache_clear()
    assert (reply.status_code, reply.headers["content-type"]) == (503, templates.HTML)
    assert "<h1>Mergerlog is not built</h1>" in reply.text
    assert "Run `uv sync --reinstall-package mergerlog`." in reply.text


@pytest.mark.parametrize(("path", "kept"), [("/sign-in", "no-store"), ("/privacy", "private, no-cache")])
def test_a_page_that_may_show_a_secret_stays_in_no_store(on_sqlite: Deployment, path: str, kept: str) -> None:
    headers = TestClient(build_app(on_sqlite.mergerlog)).get(path).headers
    assert headers["cache-control"] == kept
    assert headers["vary"].startswith("Cookie, Authorization")
