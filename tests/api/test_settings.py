"""Settings are read from the environment, and what cannot be used is refused by its name."""

from __future__ import annotations

import pytest

from api.settings import DEFAULT_DATABASE, BadSetting, Provider, Settings, from_environment

OIDC = {
    "MERGERLOG_OIDC_ISSUER": "https://issuer.example",
    "MERGERLOG_OIDC_CLIENT_ID": "merger",
    "MERGERLOG_OIDC_CLIENT_SECRET": "hidden",
}


def test_an_empty_environment_gives_the_defaults() -> None:
    assert from_environment({}) == Settings()
    assert from_environment({"MERGERLOG_DATABASE": ""}).database == DEFAULT_DATABASE


@pytest.mark.parametrize(("text", "reads"), [("yes", True), ("1", True), ("TRUE", True), ("no", False), ("0", False)])
def test_whether_anyone_reads_is_yes_or_no(text: str, reads: bool) -> None:
    assert from_environment({"MERGERLOG_ANYONE_READS": text}).anyone_reads is reads


def test_an_address_is_kept_without_its_last_slash() -> None:
    assert from_environment({"MERGERLOG_ADDRESS": "https://merger.example/"}).address == "https://merger.example"


def test_hosts_and_proxies_are_listed_with_commas() -> None:
    settings = from_environment(
        {"MERGERLOG_HOSTS": "a.example, b.example:8443", "MERGERLOG_TRUSTED_PROXIES": "10.0.0.5"}
    )
    assert settings.hosts == ("a.example", "b.example:8443")
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.5/32"]


def test_a_provider_has_a_name_that_people_read() -> None:
    provider = from_environment(OIDC).provider
    assert provider == Provider("https://issuer.example", "merger", "hidden", "your organisation")


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"MERGERLOG_ANYONE_READS": "maybe"}, "MERGERLOG_ANYONE_READS"),
        ({"MERGERLOG_ADDRESS": "merger.example"}, "MERGERLOG_ADDRESS"),
        ({"MERGERLOG_TRUSTED_PROXIES": "10.0.0.0/8, the office"}, "MERGERLOG_TRUSTED_PROXIES"),
        ({**OIDC, "MERGERLOG_OIDC_CLIENT_ID": ""}, "MERGERLOG_OIDC_CLIENT_ID"),
        ({**OIDC, "MERGERLOG_OIDC_ISSUER": "http://issuer.example"}, "MERGERLOG_OIDC_ISSUER"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(environment: dict[str, str], name: str) -> None:
    with pytest.raises(BadSetting, match=name) as raised:
        from_environment(environment)
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "is_https"),
    [(None, False), ("http://merger.example", False), ("https://merger.example", True)],
)
def test_people_come_in_by_https_where_the_address_says_so(address: str | None, is_https: bool) -> None:
    assert Settings(address=address).is_https is is_https


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("DATABASE", "database"),
        ("CLOCK", "clock"),
        ("SMTP", "smtp"),
        ("MAIL_FROM", "mail_from"),
        ("WEBHOOK_HOSTS", "webhook_hosts"),
    ],
)
def test_each_variable_goes_to_its_own_setting(variable: str, name: str) -> None:
    assert from_environment({f"MERGERLOG_{variable}": "text"}) == Settings(**{name: "text"})  # type: ignore[arg-type]
    assert from_environment({f"MERGERLOG_{variable}": ""}) == Settings()


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000", "http://localhost:9000", "https://issuer.example"])
def test_an_issuer_is_reached_by_https_or_on_this_machine(issuer: str) -> None:
    provider = from_environment({**OIDC, "MERGERLOG_OIDC_ISSUER": issuer, "MERGERLOG_OIDC_NAME": "The Met"}).provider
    assert provider == Provider(issuer, "merger", "hidden", "The Met")
