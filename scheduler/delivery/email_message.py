"""Writes a digest as a mail: plain text and HTML, under a Message-ID that stays the same if it is sent again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from scheduler import wording
from scheduler.delivery.content import DigestItem
from scheduler.delivery.digest import Digest
from scheduler.people.signed_links import Link, LinkSigner

_MOST = 180
"""Characters of a subject line."""
# Lines are not folded: a folded List-Unsubscribe is an encoded word, which no mail program takes for an address.
_POLICY = SMTP.clone(max_line_length=990)
_templates = Environment(
    loader=PackageLoader("scheduler"),
    autoescape=select_autoescape(["html"], default=False),
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


def digest_email(digest: Digest, links: LinkSigner, sender: str) -> EmailMessage:
    """The mail of a digest, from `sender` to its contact."""
    contact = digest.contact
    assert contact.email is not None
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = header_text(subject_line(digest.items), _MOST)
    message["From"] = Address("Mergerlog", addr_spec=sender)
    message["To"] = Address(header_text(contact.name), addr_spec=contact.email)
    message["Date"] = format_datetime(datetime.fromtimestamp(digest.claim.opened_at / 1e6, UTC))
    message["Message-ID"] = f"<{digest.claim.message_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    unsubscribe = None
    if digest.can_unsubscribe:
        unsubscribe = links.to("unsubscribe", Link(contact.id))
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    values: dict[str, object] = {
        "title": subject_line(digest.items),
        "parts": [
            (item, f"{links.address}/{item.path}", links.to("item", _link(digest, item))) for item in digest.items
        ],
        "unsubscribe": unsubscribe,
    }
    text, html = (_templates.get_template(f"digest.{kind}").render(values) for kind in ("txt", "html"))
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def header_text(text: str, most: int = 300) -> str:
    """A text that can stand in a header, even if somebody wrote line ends or encoded words into a title or a name.

    Python's email library decodes what looks like an encoded word, and before 3.11.10 and 3.12.5 (CVE-2024-6923) writes
    the line ends in it as they are: a title could add headers and a body. Nothing here may look like one.
    """
    return wording.one_line(text.replace("=?", "= ?"), most)


def subject_line(items: list[DigestItem]) -> str:
    """The most pressing item, and how many more there are."""
    more = f", and {len(items) - 1} more" if len(items) > 1 else ""
    return wording.one_line(items[0].sentence, _MOST - len(more)) + more


def _link(digest: Digest, item: DigestItem) -> Link:
    return Link(digest.contact.id, item.programme, item.about, item.revision)
