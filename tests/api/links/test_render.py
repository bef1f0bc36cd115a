"""The links' pages are plain HTML: no text becomes markup, no cache keeps them, and no search engine lists them."""

from __future__ import annotations

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from api.links.render import html_page, message_page

EVIL = '<script>alert("1")</script>'


def text_of(body: bytes | memoryview) -> str:
    return bytes(body).decode()


def test_a_message_is_a_page_with_a_heading_and_a_sentence() -> None:
    page = message_page("Thank you.", heading="Due today: Go live")
    text = text_of(page.body)
    assert page.status_code == 200
    assert text.startswith("<!doctype html>")
    for part in ("<title>Due today: Go live – Mergerlog</title>", "<h1>Due today: Go live</h1>", "<p>Thank you.</p>"):
        assert part in text


def test_a_message_has_a_heading_where_it_is_given_none() -> None:
    assert "<h1>Reminders</h1>" in text_of(message_page("Thank you.").body)


@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_page_has_its_status_and_headers(status: int) -> None:
    page = message_page("Thank you.", status)
    assert page.status_code == status
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert sorted(policy) == ["base-uri 'none'", "default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"]


def test_no_text_becomes_markup() -> None:
    page = text_of(message_page(EVIL, heading=EVIL).body)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;") == 3, "in the title, the heading, the sentence"


def test_a_key_that_ends_an_attribute_stays_inside_it() -> None:
    page = text_of(html_page("unsubscribe.html", {"key": '"><b>'}).body)
    assert 'action="/reminders/unsubscribe?key=%22%3E%3Cb%3E"' in page


def test_a_headers_change_of_one_page_is_not_that_of_the_next() -> None:
    message_page("Thank you.").headers["Cache-Control"] = "public"
    assert message_page("Thank you.").headers["Cache-Control"] == "no-store"


def test_a_template_without_its_values_makes_no_page() -> None:
    with pytest.raises(UndefinedError):
        html_page("message.html", {"heading": "Reminders"})
    with pytest.raises(TemplateNotFound):
        html_page("other.html", {})
