"""Every page there is, in the states that matter, each by an address; and pictures of them all."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import browser
from tests.browser.site import Served, served

_P = "/programmes/north-west"
ANYONE = {
    "front": "/",
    "today": _P,
    "structure": f"{_P}/structure",
    "structure-planned": f"{_P}/structure?effective_on=2018-12-01",
    "structure-proposed": f"{_P}/structure?effective_on=2018-07-01&basis=proposed",
    "structure-empty": f"{_P}/structure?effective_on=1999-01-01",
    "structure-bad-date": f"{_P}/structure?effective_on-day=31&effective_on-month=2&effective_on-year=2018",
    "structure-london": "/programmes/london/structure?effective_on=2018-12-01",
    "compare": f"{_P}/structure/compare?effective_on=2018-12-01&basis=planned&to_basis=proposed",
    "compare-nothing": f"{_P}/structure/compare",
    "timeline": f"{_P}/timeline",
    "timeline-london": "/programmes/london/timeline?show=milestones",
    "clashes": f"{_P}/clashes",
    "clashes-possible": f"{_P}/clashes?basis=proposed",
    "clash": f"{_P}/clashes/acting-without-end-5971ad51f233",
    "contradictions": f"{_P}/contradictions",
    "contradictions-before": f"{_P}/contradictions?known_on=2018-04-30",
    "contradictions-london": "/programmes/london/contradictions?state=open",
    "mergers": f"{_P}/mergers",
    "mergers-london": "/programmes/london/mergers",
    "merger": f"{_P}/mergers/north-west-merged",
    "merger-left-over": f"{_P}/mergers/north-west-merged?basis=done",
    "knock-on": f"{_P}/changes/further-report-due/knock-on?days=30",
    "knock-on-carried": f"{_P}/changes/merger-ends/knock-on?days=30",
    "knock-on-bad": f"{_P}/changes/merger-ends/knock-on?days=soon",
    "forecasts": f"{_P}/changes/north-west-merged/forecasts",
    "my-ward": f"{_P}/my-ward",
    "my-ward-none": f"{_P}/my-ward?area=",
    "cover": f"{_P}/areas/brent/cover?effective_on=2018-12-01&basis=proposed",
    "log": f"{_P}/log",
    "log-filtered": f"{_P}/log?kind=change-corrected",
    "search": f"{_P}/search?q=wembley",
    "search-none": f"{_P}/search?q=nowhere",
    "paper": f"{_P}/papers?document=001_f039759d62ecfa4e.txt&known_on=2018-03-31",
    "person": f"{_P}/people/p-7f3a",
    "change": f"{_P}/changes/north-west-merged",
    "site": f"{_P}/sites/colindale?effective_on=2018-12-01&basis=proposed",
    "team": f"{_P}/teams/barnet-response",
    "post": f"{_P}/posts/north-west-commander",
    "unit": f"{_P}/units/north-west?effective_on=2018-12-01",
    "area": f"{_P}/areas/brent",
    "milestone": f"{_P}/milestones/north-west-go-live",
    "sign-in": "/sign-in",
    "not-found": f"{_P}/sites/nowhere",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "problems": "/docs/problems",
    "problem": "/docs/problems/no-such-entry",
}
MANAGER = {
    "record": f"{_P}/record",
    "record-site": f"{_P}/record?kind=site-opened",
    "record-team": f"{_P}/record?kind=team-formed",
    "record-cover": f"{_P}/record?kind=team-cover-changed",
    "record-leader": f"{_P}/record?kind=leader-appointed",
    "record-merger": f"{_P}/record?kind=units-merged",
    "record-milestone": f"{_P}/record?kind=milestone-set",
    "amend-reschedule": f"{_P}/changes/north-west-merged/amend?kind=change-rescheduled",
    "amend-correct": f"{_P}/changes/barnet-response-cover-changed/amend?kind=change-corrected",
    "amend-claim": f"{_P}/changes/north-west-merged/amend?kind=claim-recorded",
    "amend-by-claim": f"{_P}/changes/north-west-merged/amend?kind=change-corrected&claim=north-west-merged-september",
    "contradictions-managed": f"{_P}/contradictions",
    "scenarios": f"{_P}/scenarios",
    "scenario": f"{_P}/scenarios/two-bases",
    "scenario-commit": f"{_P}/scenarios/two-bases/commit",
    "scenario-discard": f"{_P}/scenarios/two-bases/discard",
    "side-by-side": f"{_P}/side-by-side?side=three-sites&side=two-bases&effective_on=2018-12-01",
    "side-by-side-three": f"{_P}/side-by-side?log=yes&side=three-sites&side=two-bases&effective_on=2018-12-01",
    "side-by-side-one": f"{_P}/side-by-side?side=two-bases",
    "structure-supposed": f"{_P}/structure?scenario=two-bases&effective_on=2018-12-01",
    "clash-supposed": f"{_P}/clashes?scenario=two-bases",
    "record-supposed": f"{_P}/record?scenario=two-bases&kind=team-moved",
    "change-managed": f"{_P}/changes/north-west-goes-live",
    "import": f"{_P}/import",
    "accounts": "/accounts",
    "tokens": "/tokens",
    "reminders": f"{_P}/reminders",
    "contacts": f"{_P}/contacts",
    "policy": f"{_P}/reminders/policy",
    "calendars": f"{_P}/calendars",
    "people": "/people",
    "erase": "/people/erase?person=p-7f3a",
    "new-programme": "/new-programme",
}
WIDTHS = (320, 1280)


def take_pictures(site: Served, folder: Path) -> int:
    """A picture of every page at every width; how many there are."""
    count = 0
    with browser() as running:
        for width in WIDTHS:
            context = running.new_context(base_url=site.address, viewport={"width": width, "height": 900})
            page = context.new_page()
            for pages in (ANYONE, MANAGER):
                for name, address in pages.items():
                    page.goto(address)
                    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
                    count += 1
                context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    return count


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="mergerlog-pages-"))
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, served(Path(temporary)) as running_site:
        running_site.add("manager", "manager")
        print(f"{take_pictures(running_site, target)} pictures in {target}")
