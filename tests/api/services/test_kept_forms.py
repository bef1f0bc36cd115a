"""Forms that came too late: kept without their passwords, for the browser that sent them, and not without end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.services.kept_forms import MOST_BYTES, FormNotKept, KeptForms, SentContent
from tests.support.deployments import Deployment, deploy, sqlite_url

PATH = "/programmes/north-west/entries/new"
HERE = "192.0.2.7"
FORM = SentContent({"kind": ["site-closed"], "uses": ["custody", "office"]}, {"file": b"\x00\xff"})


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path)) as deployment:
        yield deployment


@pytest.fixture
def forms(deployment: Deployment) -> KeptForms:
    """The forms of a new deployment."""
    return KeptForms(deployment.mergerlog.engine, deployment.mergerlog.clock)


def sized(size: int) -> SentContent:
    """A form that takes so many bytes to store: two names, two empty or nameless members, and a file."""
    around = len(b"\x82\xa6fields\x80\xa5files\x81\xa1f\xc6") + 4
    return SentContent({}, {"f": b" " * (size - around)})


def test_a_form_is_handed_back_whole(forms: KeptForms) -> None:
    browser, key = forms.keep(FORM, PATH, None, HERE)
    assert forms.kept(browser, key, PATH) == FORM


def test_a_browser_that_has_a_secret_keeps_it(forms: KeptForms) -> None:
    first, key = forms.keep(FORM, PATH, None, HERE)
    second, other = forms.keep(FORM, PATH, first, HERE)
    assert second == first
    assert other != key
    assert forms.keep(FORM, PATH, None, HERE)[0] != first


def test_a_form_is_for_its_browser_its_key_and_its_path_alone(forms: KeptForms) -> None:
    browser, key = forms.keep(FORM, PATH, None, HERE)
    assert forms.kept("another", key, PATH) is None
    assert forms.kept(browser, "another", PATH) is None
    assert forms.kept(browser, key, "/another") is None


def test_no_password_is_kept(forms: KeptForms) -> None:
    typed = SentContent({"name": ["Rose"], "password": ["a"], "New_Password_again": ["b"]}, {})
    browser, key = forms.keep(typed, PATH, None, HERE)
    assert forms.kept(browser, key, PATH) == SentContent({"name": ["Rose"]}, {})


def test_a_form_that_is_forgotten_is_gone_and_those_of_other_browsers_stay(forms: KeptForms) -> None:
    browser, key = forms.keep(FORM, PATH, None, HERE)
    other, others = forms.keep(FORM, PATH, None, HERE)
    forms.forget(browser)
    assert forms.kept(browser, key, PATH) is None
    assert forms.kept(other, others, PATH) == FORM


def test_a_form_is_kept_for_less_than_an_hour(forms: KeptForms, deployment: Deployment) -> None:
    browser, key = forms.keep(FORM, PATH, None, HERE)
    deployment.time.at += timedelta(hours=1, microseconds=-1)
    assert forms.kept(browser, key, PATH) == FORM
    deployment.time.at += timedelta(microseconds=1)
    assert forms.kept(browser, key, PATH) is None


def test_a_form_of_80_kib_is_kept_and_a_byte_more_is_not(forms: KeptForms) -> None:
    assert MOST_BYTES == 81_920
    forms.keep(sized(MOST_BYTES), PATH, None, HERE)
    with pytest.raises(FormNotKept):
        forms.keep(sized(MOST_BYTES + 1), PATH, None, HERE)


def test_a_form_that_is_no_text_is_not_kept(forms: KeptForms) -> None:
    with pytest.raises(FormNotKept):
        forms.keep(SentContent({"name": ["\ud800"]}, {}), PATH, None, HERE)


def test_thirty_forms_in_a_quarter_of_an_hour_are_kept_from_one_address(
    forms: KeptForms, deployment: Deployment
) -> None:
    for _ in range(30):
        forms.keep(FORM, PATH, None, HERE)
    with pytest.raises(FormNotKept):
        forms.keep(FORM, PATH, None, HERE)
    forms.keep(FORM, PATH, None, "192.0.2.8")
    deployment.time.at += timedelta(minutes=15)
    forms.keep(FORM, PATH, None, HERE)
