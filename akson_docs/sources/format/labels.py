"""What the form calls kinds of parts, and values that are chosen among. What fields are called is in `field_names`."""

from __future__ import annotations

from collections.abc import Mapping

from akson_docs.catalogue import N_, NC_

KINDS: Mapping[str, str] = {
    "Topic": N_("Topic"),
    "TextSlide": N_("Text"),
    "Comparison": N_("Comparison"),
    "KeyFigure": N_("Key figure"),
    "Figure": N_("Picture"),
    "Stages": N_("Stages"),
    "Timeline": N_("Timeline"),
    "Matrix": N_("Matrix"),
    "Table": N_("Table"),
    "Meetings": N_("Meetings"),
    "Omitted": N_("Left out"),
    "Status": N_("Status"),
    "Risks": N_("Risks"),
    "Milestones": N_("Milestones"),
    "Options": N_("Alternatives"),
    "Chart": N_("Chart"),
    "Quote": N_("Quotation"),
    "Heading": N_("Heading"),
    "EntryRow": N_("Break, visit or other entry"),
    "FileRow": N_("Item in a file of its own"),
    "Item": N_("Item"),
}
"""Branches of unions, by definition."""

SHAPES: Mapping[str, str] = {
    "string": N_("One text"),
    "object": N_("With details"),
    "array": N_("A list"),
    "languages": N_("In several languages"),
    "withheld": N_("Withheld from the public"),
}
"""Ways that the same may be written in."""

CHOICES: Mapping[str, str] = {
    "always": NC_("choice", "Always"),
    "never": NC_("choice", "Never"),
    "line": NC_("choice", "Lines"),
    "bar": NC_("choice", "Bars"),
    "stacked": NC_("choice", "Stacked bars"),
    "open": NC_("choice", "Open"),
    "started": NC_("choice", "Started"),
    "done": NC_("choice", "Done"),
    "dropped": NC_("choice", "Dropped"),
    "disqualified": NC_("choice", "Disqualified"),
    "qualified": NC_("choice", "Qualified"),
    "postponed": NC_("choice", "Postponed"),
    "withdrawn": NC_("choice", "Withdrawn"),
    "rejected": NC_("choice", "Rejected"),
    "returned": NC_("choice", "Returned"),
    "alternative": NC_("choice", "Alternative"),
    "amendment": NC_("choice", "Amendment"),
    "addition": NC_("choice", "Addition"),
    "postponement": NC_("choice", "Postponement"),
    "referral": NC_("choice", "Referral"),
    "lapsed": NC_("choice", "Lapsed"),
    "green": NC_("choice", "Green"),
    "yellow": NC_("choice", "Yellow"),
    "red": NC_("choice", "Red"),
    "grey": NC_("choice", "Grey"),
    "ordinary": NC_("choice", "Ordinary"),
    "extraordinary": NC_("choice", "Extraordinary"),
    "written": NC_("choice", "In writing"),
    "others": NC_("choice", "Every member not named otherwise"),
    "resolution": NC_("choice", "Resolution"),
    "election": NC_("choice", "Election"),
    "appointment": NC_("choice", "Appointment"),
    "for": NC_("choice", "For"),
    "against": NC_("choice", "Against"),
    "half of the votes": NC_("choice", "More than half of the votes, blank ones too"),
    "two thirds": NC_("choice", "Two thirds"),
    "three quarters": NC_("choice", "Three quarters"),
    "four fifths": NC_("choice", "Four fifths"),
    "half of the members": NC_("choice", "More than half of the members"),
    "two thirds of the members": NC_("choice", "Two thirds of the members"),
    "all": NC_("choice", "Everybody"),
    "durations": NC_("choice", "How long items take"),
    "timezone": NC_("choice", "The time zone"),
}
"""Values that are chosen among, languages apart: those are called by their own names."""

YES_NO: Mapping[str, str] = {"yes": N_("Yes"), "no": N_("No")}
