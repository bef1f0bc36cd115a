"""The hosts that webhooks may be posted to: how the list is read, which urls it lets through, and to which address."""

from __future__ import annotations

import pytest

from scheduler.delivery.allowed_hosts import AllowedHosts, BadHosts, BadUrl, HostNotAllowed

PUBLIC = "93.184.216.34"
LIST = "hooks.example.org, Intranet.Example:8443=10.0.0.7, six.example=fd00::0007"


def hosts(*addresses: str) -> AllowedHosts:
    """The allowed hosts of the list, where every name that is looked up leads to these addresses."""
    return AllowedHosts(LIST, lambda _host, _port: addresses)


@pytest.mark.parametrize(
    ("url", "host_and_port"),
    [
        ("https://hooks.example.org", ("hooks.example.org", 443)),
        ("https://hooks.example.org:443/a/b?c=d", ("hooks.example.org", 443)),
        ("https://HOOKS.example.ORG/hook", ("hooks.example.org", 443)),
        ("HTTPS://hooks.example.org/hook", ("hooks.example.org", 443)),
        ("https://intranet.example:8443/", ("intranet.example", 8443)),
    ],
)
def test_a_url_of_a_host_on_the_list_is_allowed(url: str, host_and_port: tuple[str, int]) -> None:
    assert hosts().check(url) == host_and_port


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://hooks.example.org/", "it is not https"),
        ("ftp://hooks.example.org/", "it is not https"),
        ("hooks.example.org/", "it is not https"),
        ("https://[hooks.example.org/", "it cannot be read"),
        ("https://hooks.example.org:port/", "it cannot be read"),
        ("https://hooks.example.org:65536/", "it cannot be read"),
        ("https://me@hooks.example.org/", "it has a user, a password or a fragment"),
        ("https://:secret@hooks.example.org/", "it has a user, a password or a fragment"),
        ("https://@hooks.example.org/", "it has a user, a password or a fragment"),
        ("https://hooks.example.org/#part", "it has a user, a password or a fragment"),
        ("https://hooks.example.org/a b", "it has characters that an address cannot have"),
        ("https://hooks.example.org/a\\b", "it has characters that an address cannot have"),
        ("https://hooks.example.org/\x7f", "it has characters that an address cannot have"),
        ("https://hooks.example.org/caf\u00e9", "it has characters that an address cannot have"),
        ("https://other.example.org/", 'the host "other.example.org" is not allowed'),
        ("https://sub.hooks.example.org/", 'the host "sub.hooks.example.org" is not allowed'),
        ("https://hooks.example.org:8443/", 'the host "hooks.example.org" is not allowed'),
        ("https://intranet.example/", 'the host "intranet.example" is not allowed'),
        (f"https://{PUBLIC}/", f'the host "{PUBLIC}" is not allowed'),
    ],
)
def test_any_other_url_is_refused_and_the_fault_is_named(url: str, fault: str) -> None:
    with pytest.raises(BadUrl) as refused:
        hosts().check(url)
    assert f"cannot have this url: {fault}" in str(refused.value)


@pytest.mark.parametrize("text", ["", " , ,"])
def test_an_empty_list_allows_no_host(text: str) -> None:
    with pytest.raises(BadUrl, match=r'the host "hooks\.example\.org" is not allowed'):
        AllowedHosts(text).check("https://hooks.example.org/")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("https://hooks.example.org", "https://hooks.example.org"),
        ("fine.example, -hooks.example.org", "-hooks.example.org"),
        ("hooks.example.org.", "hooks.example.org."),
        ("hooks.example.org/path", "hooks.example.org/path"),
        ("hooks.example.org:", "hooks.example.org:"),
        ("hooks.example.org:123456", "hooks.example.org:123456"),
        ("hooks.example.org=", "hooks.example.org="),
        ("hooks.example.org=10.0.0", "hooks.example.org=10.0.0"),
        ("hooks.example.org=10.0.0.256", "hooks.example.org=10.0.0.256"),
        ("one.example two.example", "one.example two.example"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_the_part_that_is_wrong(text: str, part: str) -> None:
    with pytest.raises(BadHosts) as refused:
        AllowedHosts(text)
    assert refused.value.args == (part,)


def test_a_pinned_address_is_used_and_nothing_is_looked_up() -> None:
    def look_up(_host: str, _port: int) -> list[str]:
        raise AssertionError("a pinned host is not looked up")

    pinned = AllowedHosts(LIST, look_up)
    assert pinned.resolve("https://intranet.example:8443/hook") == "10.0.0.7"
    assert pinned.resolve("https://six.example/hook") == "fd00::7"


def test_a_name_is_looked_up_with_its_port_and_its_first_address_is_used() -> None:
    asked = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC, "93.184.216.35"]

    assert AllowedHosts("hooks.example.org:444", look_up).resolve("https://hooks.example.org:444/x") == PUBLIC
    assert asked == [("hooks.example.org", 444)]


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fd00::7", "fe80::1", "fe80::1%eth0", "ff02::1", "ff0e::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:224.0.0.1"),
    ],
)
def test_a_name_that_leads_to_a_private_address_is_trusted_with_none(address: str) -> None:
    for addresses in ((address,), (PUBLIC, address), (address, PUBLIC)):
        with pytest.raises(HostNotAllowed) as refused:
            hosts(*addresses).resolve("https://hooks.example.org/")
        assert str(refused.value) == f'"hooks.example.org" leads to {address}, which is not a public address'


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1::1", "::ffff:93.184.216.34", "172.32.0.1", "11.0.0.1"])
def test_a_public_address_is_used(address: str) -> None:
    assert hosts(address).resolve("https://hooks.example.org/") == address


def test_a_name_that_leads_nowhere_is_not_posted_to() -> None:
    with pytest.raises(HostNotAllowed, match=r'"hooks\.example\.org" leads to nowhere'):
        hosts().resolve("https://hooks.example.org/")


def test_a_url_that_is_not_allowed_any_more_leads_to_no_address() -> None:
    with pytest.raises(HostNotAllowed, match=r'the host "gone\.example" is not allowed'):
        hosts(PUBLIC).resolve("https://gone.example/")


@pytest.mark.parametrize(
    "address",
    [
        *("64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "64:ff9b:1::8.8.8.8"),
        *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1"),
        *("::127.0.0.1", "::10.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:169.254.169.254"),
        *("fec0::1", "feff::1", "100.64.0.1", "100.127.255.254", "192.88.99.1"),
        *("2606:4700::5efe:7f00:1", "2001:0:a00:1::", "fe80::1%eth0", "::", "0.0.0.0"),
    ],
)
def test_a_name_that_leads_to_a_closed_network_in_disguise_is_not_posted_to(address: str) -> None:
    with pytest.raises(HostNotAllowed, match="not a public address"):
        hosts(PUBLIC, address).resolve("https://hooks.example.org/hook")


@pytest.mark.parametrize(
    "address", [PUBLIC, "2606:4700::1111", "64:ff9b::8.8.8.8", "2002:808:808::1", "::ffff:8.8.8.8"]
)
def test_a_public_address_is_posted_to_translated_or_not(address: str) -> None:
    assert hosts(address).resolve("https://hooks.example.org/hook") == address
