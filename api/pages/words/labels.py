"""The words of the pages for what the log has in code: types, standings, bases, functions, uses, fields."""

from __future__ import annotations

from collections.abc import Sequence

TYPES = {
    "area": "Area",
    "unit": "Unit",
    "site": "Site",
    "team": "Team",
    "post": "Post",
    "milestone": "Milestone",
    "programme": "Programme",
}
PLURALS = {
    "unit": "Units",
    "site": "Sites",
    "team": "Teams",
    "post": "Posts",
    "area": "Boroughs and wards",
    "milestone": "Milestones",
}
STANDINGS = {
    "proposed": "Proposed",
    "planned": "Planned",
    "done": "Done",
    "withdrawn": "Withdrawn",
    "retracted": "Struck out",
}
STANDING_COLOURS = {
    "proposed": "purple",
    "planned": "blue",
    "done": "green",
    "withdrawn": "grey",
    "retracted": "red",
}
BASES = {
    "done": "What has happened",
    "planned": "That, and what is planned",
    "proposed": "That, and what is proposed",
}
COUNTING = {
    "done": "counting what has happened",
    "planned": "counting what has happened and what is planned",
    "proposed": "counting what has happened, what is planned and what is proposed",
}
UNIT_TYPES = {"borough-command": "Borough command", "bcu": "Basic Command Unit", "function": "Function"}
FUNCTIONS = {
    "neighbourhoods": "Neighbourhoods",
    "response": "Response",
    "investigation": "Investigation",
    "safeguarding": "Safeguarding",
    "headquarters": "Headquarters",
}
USES = {
    "headquarters": "Headquarters",
    "control-room": "Control room",
    "response-base": "Response base",
    "patrol-base": "Patrol base",
    "front-counter": "Front counter",
    "custody": "Custody suite",
    "custody-overflow": "Overflow custody suite",
    "neighbourhood-base": "Neighbourhood base",
    "office": "Office",
}
FIELDS = {
    "name": "Name",
    "area_type": "Sort of area",
    "parent": "Part of",
    "gss_code": "GSS code",
    "unit_type": "Sort of unit",
    "areas": "Boroughs",
    "area": "Borough",
    "address": "Address",
    "uses": "Used for",
    "unit": "Belongs to",
    "function": "Work",
    "site": "Based at",
    "covers": "Covers",
    "covers_unnamed": "Also covers, not named",
    "strength": "Strength",
    "title": "Title",
    "rank": "Rank",
    "holder": "Held by",
    "owner": "Owner",
    "depends_on": "Depends on",
    "workstream": "Workstream",
    "stage": "Stage",
    "in the structure": "In the structure",
}
ROLES = {"manager": "Manager", "member": "Member", "observer": "Observer"}
KINDS = {
    "area-defined": "A borough or ward is defined",
    "area-ended": "A borough or ward ends",
    "area-stated": "A paper says something of a borough or ward",
    "unit-established": "A unit is established",
    "unit-renamed": "A unit takes another name",
    "units-merged": "Units merge into one",
    "unit-dissolved": "A unit is dissolved",
    "unit-stated": "A paper says something of a unit",
    "site-opened": "A site opens",
    "site-renamed": "A site takes another name",
    "site-uses-changed": "A site is used for other things",
    "site-closed": "A site closes",
    "site-sold": "A site is sold",
    "site-stated": "A paper says something of a site",
    "team-formed": "A team is formed",
    "team-renamed": "A team takes another name",
    "team-moved": "A team moves to another site",
    "team-transferred": "A team goes over to another unit",
    "team-cover-changed": "A team covers other areas",
    "team-resized": "A team grows or shrinks",
    "teams-merged": "Teams merge into one",
    "team-disbanded": "A team is disbanded",
    "team-stated": "A paper says something of a team",
    "post-created": "A post is created",
    "leader-appointed": "Someone is appointed to a post",
    "post-vacated": "The holder leaves a post",
    "post-abolished": "A post is abolished",
    "post-stated": "A paper says something of a post",
    "milestone-set": "A milestone is set",
    "reminder-policy-set": "It is set when people are reminded",
    "clash-acknowledged": "A clash is acknowledged",
    "scenario-committed": "A draft is recorded",
    "scenario-discarded": "A draft is given up",
    "change-confirmed": "A proposal is agreed",
    "change-rescheduled": "A plan moves to another date",
    "change-completed": "A plan is done",
    "change-withdrawn": "A plan is withdrawn",
    "change-corrected": "The record is corrected",
    "change-retracted": "An entry is struck out",
    "claim-recorded": "Another paper says otherwise",
    "claim-dismissed": "What another paper says is dismissed",
    "change-restricted": "A change is restricted",
    "change-released": "A change is released",
}


def listed(words: Sequence[str]) -> str:
    """`Barnet, Brent and Harrow`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def kind(name: str) -> str:
    """What a kind is called; one that has no words yet keeps its name."""
    return KINDS.get(name) or name.replace("-", " ").capitalize()
