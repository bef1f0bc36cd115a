"""Older forms of a kind, as if the program had changed what it stores."""

from __future__ import annotations

from projections.log.upcasters import Upcaster

OLDER_SITES = {
    # The first form called a site's name its title, the second its heading; the first said `why` for the reason too.
    "site-opened/1": Upcaster(
        payload=lambda payload: {("reason" if name == "why" else name): value for name, value in payload.items()},
        details=lambda details: {("heading" if name == "title" else name): value for name, value in details.items()},
    ),
    "site-opened/2": Upcaster(
        details=lambda details: {("name" if name == "heading" else name): value for name, value in details.items()}
    ),
}
