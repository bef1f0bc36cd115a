"""Faults in a form speak to the person who filled it in, about the field that is wrong."""

from __future__ import annotations

import re
from html import unescape

import pytest

from api.pages.record.plain_faults import fault_of_form, in_plain_words
from domain.refusals import Malformed, MalformedDate
from tests.support.deployments import Deployment
from tests.support.examples import world

_FORM = {"sec-fetch-site": "same-origin"}
_SUMMARY = re.compile(r'govuk-error-summary__list">(.*?)</ul>', re.DOTALL)
_BASE = {"standing": "done", "when-from-year": "2018"}
FAULTS = {
    "an id that is none": (
        _BASE | {"kind": "team-moved", "subject": "x y", "d-to": "wembley"},
        "subject",
        "Choose one from the list, or write an id",
    ),
    "a reference that is none": (
        _BASE | {"kind": "site-opened", "d-name": "N", "d-area": "q q"},
        "d-area",
        "Choose one from the list, or write an id",
    ),
    "an answer that is not offered": (
        _BASE | {"kind": "unit-established", "d-name": "N", "d-unit_type": "zz"},
        "d-unit_type",
        "“zz” is not one of the answers",
    ),
}


@pytest.mark.parametrize(("sent", "field", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_said_in_words_at_its_field(
    on_sqlite: Deployment, sent: dict[str, str], field: str, sentence: str
) -> None:
    programme = world(on_sqlite)
    headers = on_sqlite.headers() | _FORM
    page = on_sqlite.client.post(f"/programmes/{programme}/record", data=sent, headers=headers)
    assert page.status_code == 422
    summary = unescape(_SUMMARY.findall(page.text)[0])
    assert f'href="#{field}"' in summary
    assert sentence in summary
    assert not re.search(r"\$|`|enum|regex", summary)


def test_a_fault_of_a_line_is_said_in_words(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    sent = {"text": '{"kind":"site-opened","standing":"odd"}', "step": "preview"}
    page = on_sqlite.client.post(f"/programmes/{programme}/import", data=sent, headers=on_sqlite.headers() | _FORM)
    summary = unescape(_SUMMARY.findall(page.text)[0])
    assert (
        "Line 1 was refused, so nothing was imported: “standing” is wrong. “odd” is not one of the answers" in summary
    )


def test_other_refusals_stay_as_they_are() -> None:
    assert fault_of_form(MalformedDate(text="2018-13", fault="there is no month 13")).field == "when"
    assert in_plain_words("The log is busy.") == "The log is busy."
    refusal = Malformed(fault="Expected `int`, got `str` - at `$.details.strength`")
    assert fault_of_form(refusal) == ("d-strength", "Write a whole number, such as 60")
    refusal = Malformed(fault="Expected `str` of length <= 200 - at `$.source.document`")
    assert fault_of_form(refusal) == ("source-document", "Write 200 characters at most")
    refusal = Malformed(fault="Object missing required field `standing`")
    assert fault_of_form(refusal) == ("form", "“standing” is missing.")
