"""What the format refuses, and the words for it: what a value may not be, by the kind of error that the model gives,
and what a file may not be."""

from __future__ import annotations

from collections.abc import Mapping

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

WITHHELD_LATE = Code(
    "withheld-late",
    "error",
    N_('"withheld" must stand before the first text or list of what it covers, here before "{before}"'),
    N_("move the line up, so that a wrong indentation can never publish what it covers"),
)
WITHHELD_EMPTY = Code(
    "withheld-empty",
    "error",
    N_('"{key}" without a legal basis'),
    N_("write the basis (the law and its section), or remove the line if this is public"),
)
KEY_IN_TEXT = Code(
    "key-in-text",
    "warning",
    N_('a line in this text reads like the key "{found}"'),
    N_("if it is a key, indent it less"),
)
WITHHOLDING_KEY_IN_TEXT = Code(
    "withheld-in-text",
    "error",
    N_('the line "{found}: …" stands inside a text, and withholds nothing there'),
    N_("indent it less, before the text"),
)
MISSING = Code("missing-key", "error", N_('"{key}" is missing'), N_('add "{key}: …"'))
VALUE_DIVIDED = Code(
    "option-values",
    "error",
    N_('the comma in "{one},{other}" begins another value here'),
    N_('put a value with a comma in quotes: "{one},{other}"'),
)
NO_VALUE = Code(
    "no-value", "error", N_('nothing stands after "{key}"'), N_("write it, below and further in if it is long")
)
CHOICE = Code("choice", "error", N_('"{found}" is not among the choices'), N_("write one of: {known}"))
TEXT_EXPECTED = Code(
    "text-expected",
    "error",
    N_("a text is expected here, not {found}"),
    N_('begin a text over several lines with "|"; put one with a colon in quotes; or look at the indentation'),
)
TEXT_NOT_KEYS = Code(
    "text-expected",
    "error",
    N_("a text is expected here, not keys"),
    N_('begin a text over several lines with "|"; put one with a colon in quotes; or look at the indentation'),
)
NOT_OF_KEYS = Code(
    "value-expected",
    "error",
    N_("one value is expected here, not rows or keys below it"),
    N_("write it in the same line as its key; or look at the indentation"),
)
TEXT_NOT_ROWS = Code(
    "text-expected",
    "error",
    N_("a text is expected here, not rows"),
    N_('write it in one line, with commas; a longer one begins with "|"; put one that begins with [ in quotes'),
)
LONG_TEXT_NOT_ROWS = Code(
    "text-expected",
    "error",
    N_("a text is expected here, not rows"),
    N_('write "{key}: |" in the line of the key, and leave the rows below it as they are'),
)
NO_OUTCOME = Code(
    "choice",
    "error",
    N_('"{found}" is not among the choices'),
    N_("what was decided as proposed is written adopted: proposal; outcome is for the others: {known}"),
)
LIST_EXPECTED = Code(
    "list-expected",
    "error",
    N_("rows are expected here, each with a dash"),
    N_('write "- " before each row: {example}'),
)
NUMBER_EXPECTED = Code(
    "number-expected",
    "error",
    N_('a whole number is expected, not "{found}"'),
    N_("write digits alone; a duration is in minutes"),
)
NUMBER_RANGE = Code(
    "number-range",
    "error",
    N_('"{found}" is outside what makes sense here ({limit})'),
    N_("write a number within that"),
)
TOO_FEW = Code("too-few", "error", N_("too few rows: at least {limit}"), N_("add rows, or show it in another way"))
TOO_MANY = Code("too-many", "error", N_("too many rows: at most {limit}"), N_("divide them between two slides"))
FORM = Code("form", "error", N_('"{found}" does not have the form expected here'), N_("write it like {example}"))
ROWS: Mapping[str, str] = {
    "items": "- title: Status",
    "languages": "- nb",
    "votes": "- {on: proposal, unanimous: yes}",
    "days": "- date: 2020-07-01",
    "members": "- {id: leder, name: …}",
    "slides": "- title: Status",
    "attachments": "- file: notat.pdf",
    "actions": "- {what: …, who: …}",
    "elections": "- {to: leder, candidates: [{name: …, votes: 5}, {name: …, votes: 4}]}",
    "candidates": "- {name: …, votes: 5}",
    "lists": "- {name: …, votes: 5, candidates: […]}",
}
"""What the first row of a list looks like, by key."""
EXAMPLES: Mapping[str, str] = {
    "count": '"5-4"',
    "email": '"post@example.no"',
    "access_requests": '"arkiv@example.no"',
}
"""What a value of a set form looks like, by key."""
INVALID = Code("invalid", "error", N_("{problem}"), N_("see in the manual what may be written for this key"))
ACTIVE = (
    "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt", "svgz", "mhtml", "mht", "js", "mjs", "css", "wasm",
    "swf", "jar", "hta", "exe", "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "sh", "app", "dmg", "lnk", "url",
)  # fmt: skip
"""Endings of files that a browser would open as a page of the site's own, or a machine would run."""
FILE_ACTIVE = Code(
    "file-active",
    "error",
    N_('"{found}" would be a page or a program on the site'),
    N_("publish it as PDF, or link to where it is"),
)
FILE_MISSING = Code(
    "file-missing",
    "error",
    N_('there is no file "{found}" in {folder}'),
    N_("put the file there, or correct the name (capitals count)"),
)
LINK_SPACE = Code(
    "link-form", "error", N_('"{found}" is not a link'), N_("an address has no spaces: write %20 in the place of each")
)
FILES_IN_ROW = Code(
    "file-missing",
    "error",
    N_('there is no file "{found}" in {folder}, and several seem to be meant'),
    N_("write a row for each, - file: and its name"),
)
PAPER_FORMAT = Code(
    "paper-format",
    "error",
    N_('"{found}" is no text in Markdown'),
    N_("attach it (file: {found} under attachments); or save it as Word document (.docx), or write it in a .md file"),
)
OPENING_FORMAT = Code(
    "paper-format",
    "error",
    N_('"{found}" is no text in Markdown'),
    N_("write the text in a file that ends with .md"),
)
NO_TEXTS = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".xlsx", ".pptx", ".pages", ".png", ".jpg")
"""Endings of files that somebody may name as a paper, and that are none."""
FILE_ON_WEB = Code(
    "path-outside",
    "error",
    N_('"{found}" is no file in this folder but an address'),
    N_("write url: in the place of file:"),
)
FILE_IN_FILE = Code(
    "file-in-file",
    "error",
    N_("an item in a file of its own cannot name a further file"),
    N_("write the item itself in this file"),
)
CSV_EMPTY = Code(
    "table-file", "error", N_('the table in "{found}" has no rows'), N_("write a head and at least a row in it")
)
TABLE_TABS = Code(
    "table-form",
    "error",
    N_("a table that is pasted with tabs is none"),
    N_("write | between the cells and at both ends of each line; or name a CSV file in the meeting's folder"),
)
MARKDOWN = (".md", ".markdown", ".txt")
"""Endings of files that are texts in Markdown."""
CUSTOM: Mapping[str, Code] = {
    "words_key": Code(
        "words-key",
        "error",
        N_('"{found}" is read as a key, for a colon stands after it, and a text is expected here'),
        N_('put the whole text in quotes: "{found}: …"; keys of a text are nb, nn, en, text, withheld and public'),
    ),
    "words_text_missing": Code(
        "words-text", "error", N_('"text" is missing beside "withheld"'), N_('add "text: …" with what is withheld')
    ),
    "title_blank": Code(
        "title-blank",
        "error",
        N_("what this is called has no words"),
        N_("write what readers are to see, with letters or digits"),
    ),
    "withheld_empty": WITHHELD_EMPTY,
    "withheld_basis": Code(
        "withheld-basis",
        "error",
        N_('"{found}" is no legal basis'),
        N_("write the provision (the law and its section), or remove the line if this is public"),
    ),
    "yes_or_no": Code(
        "yes-or-no", "error", N_('"{found}" is neither yes nor no'), N_("write yes or no (ja and nei will do)")
    ),
    "date_impossible": Code("date-impossible", "error", N_("there is no day {found}"), N_("check month and day")),
    "date_form": Code(
        "date-form", "error", N_('"{found}" is not a date in the form 2020-07-01'), N_("year, month, day with hyphens")
    ),
    "date_several": Code(
        "date-form",
        "error",
        N_('"{found}" is more than one day'),
        N_("in the place of date: write days: with a row for each, - date: 2020-07-01"),
    ),
    "date_time": Code(
        "date-form",
        "error",
        N_('"{found}" is a date and a time of day'),
        N_("write the date alone here; when it begins has a line of its own, start: {clock}"),
    ),
    "clock_form": Code("clock-form", "error", N_('"{found}" is not a time of day'), N_("write 09:05 or 9.05")),
    "clock_span": Code(
        "clock-form",
        "error",
        N_('"{found}" is two times of day'),
        N_("write {begins} alone here; when it ends has a line of its own, end: {ends}"),
    ),
    "clock_lasts": Code(
        "clock-form",
        "error",
        N_('"{found}" is two times of day'),
        N_("write {begins} alone here; how long it lasts has a line of its own, duration: {minutes}"),
    ),
    "period_form": Code(
        "period-form", "error", N_('"{found}" is not a period'), N_('write "7 days", "2 weeks" or "12 months"')
    ),
    "colour_form": Code("colour-form", "error", N_('"{found}" is not a colour'), N_('write "#00325c", in quotes')),
    "path_outside": Code(
        "path-outside",
        "error",
        N_('"{found}" is not a file in or under this folder'),
        N_("put the file in the meeting's folder, and write its name"),
    ),
    "link_form": Code("link-form", "error", N_('"{found}" is not a link'), N_("begin with https://")),
    "timezone_unknown": Code(
        "timezone", "error", N_('there is no time zone "{found}"'), N_("write it like Europe/Oslo")
    ),
    "milestone_order": Code(
        "milestone-order",
        "error",
        N_("the milestone of {found} stands after a later one"),
        N_("put them in order of date"),
    ),
    "grid_form": Code(
        "table-form",
        "error",
        N_("a table needs a head and a row, each line with | on both sides"),
        N_("or name a CSV file in the meeting's folder"),
    ),
    "grid_row": Code(
        "table-row",
        "error",
        N_("row {row} of the table has {found} cells, and the head has {expected}"),
        N_("give each row as many cells as the head, empty ones too"),
    ),
    "number_form": Code(
        "not-a-number",
        "error",
        N_('"{found}" is not a number'),
        N_("write digits alone, with a comma for decimals; a unit has a key of its own"),
    ),
    "option_values": Code(
        "option-values",
        "error",
        N_('the alternative "{title}" has {found} values for {expected} criteria'),
        N_("give each alternative one value for each of the criteria, in their order"),
    ),
    "person_unnamed": Code(
        "person-unnamed",
        "error",
        N_('"{id}" has neither name nor seat'),
        N_("add name: …, or seat: … for a seat that others hold in turn"),
    ),
    "id_colon": Code(
        "id-colon",
        "error",
        N_('the id "{found}" has a colon, which stands between a board and an id where boards meet together'),
        N_("write it without one"),
    ),
    "id_repeated": Code(
        "id-repeated",
        "error",
        N_('two people have the id "{found}"; the first is {first}'),
        N_("give one of them another id: meetings would not know which of them they name"),
    ),
    "attachment_target": Code(
        "attachment-target",
        "error",
        N_("an attachment has either a file or a url"),
        N_("keep one of them; a page that is only to be linked to has url alone"),
    ),
    "recording_target": Code(
        "recording-target",
        "error",
        N_("a recording has either a file or a url"),
        N_("keep one of them; captions: goes with either"),
    ),
    "recording_kind": Code(
        "recording-kind",
        "error",
        N_('browsers do not play "{found}"'),
        N_("save it as one of these: {known}"),
    ),
    "recording_unattached": Code(
        "recording-unattached",
        "error",
        N_('"{found}" is none of the meeting\'s attachments'),
        N_("write it under the meeting's attachments: as well, for it is published as they are"),
    ),
    "recording_withheld": Code(
        "recording-withheld",
        "error",
        N_('"{found}" is withheld, and the recording would be published'),
        N_("take recording: out, or withheld: where the file is attached"),
    ),
    "offset_form": Code(
        "offset-form",
        "error",
        N_('"{found}" is no place in a recording'),
        N_("write minutes and seconds, or hours too, as 12:30 or 1:02:30"),
    ),
    "redact_kind": Code(
        "redact-kind",
        "error",
        N_('"{name}" is no PDF beside the meeting, and nothing can be covered in it'),
        N_("save it as PDF, put that beside the meeting, and attach it with file:"),
    ),
    "redact_withheld": Code(
        "redact-withheld",
        "error",
        N_("an attachment is either withheld or redacted"),
        N_("keep withheld: beside file: where the public gets nothing of it, or redact: where it gets the rest"),
    ),
    "ocr_kind": Code(
        "ocr-kind",
        "error",
        N_('"{name}" is no PDF beside the meeting, and nothing can be read in it'),
        N_("save it as PDF, put that beside the meeting, and attach it with file:; or take ocr: out"),
    ),
    "ocr_phrases": Code(
        "ocr-phrases",
        "error",
        N_("what is read in a scan may be misread, and a misread word would not be covered"),
        N_("write boxes: for the places instead, and checked: for the pages that you have looked through"),
    ),
    "redact_nothing": Code(
        "redact-nothing",
        "error",
        N_("it is not said what is to be redacted"),
        N_("add phrases: with words, or boxes: with places; to withhold all of it, write withheld: beside file:"),
    ),
    "redact_basis": Code(
        "redact-basis",
        "error",
        N_("this has no legal basis"),
        N_("write withheld: and the legal basis before phrases: and boxes:, for all of them, or in the row"),
    ),
    "phrase_blank": Code(
        "phrase-blank",
        "error",
        N_('"{found}" has no letter or digit, and cannot be looked for'),
        N_("write the words as they stand in the file, or cover the place with a box"),
    ),
    "measure_form": Code(
        "measure-form",
        "error",
        N_('"{found}" is no measure in millimetres'),
        N_("write a number, such as 25 or 25.5; what is on a page is at most 5080 mm from its corner"),
    ),
    "vote_sides": Code(
        "vote-sides",
        "error",
        N_("a vote says one of for, against and unanimous, or count alone; here it says {found}"),
        N_("the other side follows from attendance"),
    ),
    "secret_named": Code(
        "secret-named",
        "error",
        N_("a secret ballot has no names"),
        N_("write the numbers alone: count, or votes and blank_votes"),
    ),
    "election_ways": Code(
        "election-ways",
        "error",
        N_("an election says one of candidates, lists and agreed; here it says {found}"),
        N_("candidates: flertallsvalg; lists: forholdsvalg; agreed: avtalevalg, or without a contest"),
    ),
    "election_seats": Code(
        "election-seats", "error", N_("an election by lists says how many seats there are"), N_("add seats: 5")
    ),
    "follow_up_action": Code(
        "follow-up-action",
        "error",
        N_("say either action (its id) or what was to be done"),
        N_("keep action for what a meeting that is kept here asked for, and what for anything else"),
    ),
    "follow_up_who": Code(
        "follow-up-action",
        "error",
        N_("who does it stands where it was asked for"),
        N_("leave who out, or write what instead of action"),
    ),
    "follow_up_done": Code(
        "follow-up-done",
        "error",
        N_("it has a day that it was done, and another status"),
        N_("write status: done, or leave done out"),
    ),
    "position_stays": Code(
        "position-stays",
        "error",
        N_("a number that is a place on the agenda does not stay with a case"),
        N_("keep restart: meeting (or {position}), or stays: yes with restart: never"),
    ),
    "adopted_and_decision": Code(
        "adopted-and-decision",
        "error",
        N_("adopted (as it stood) and decision (new wording) exclude each other"),
        N_("keep adopted: proposal where it was adopted word for word, and decision: otherwise"),
    ),
    "replaced_qualified": Code(
        "replaced-qualified",
        "error",
        N_("nobody steps in for a member who was found qualified"),
        N_("write `found: disqualified`, or leave `replaced_by` out"),
    ),
    "items_too_deep": Code(
        "items-too-deep",
        "error",
        N_("items under items go two levels down"),
        N_("move them one level up, or make them items of their own"),
    ),
    "part_who": Code(
        "part-who",
        "error",
        N_("say either member (an id) or name"),
        N_("keep member for who is in board.yaml, and name for anybody else"),
    ),
    "part_items": Code(
        "part-items",
        "error",
        N_("say either items or missed, not both"),
        N_("keep items for those that they were there for, or missed for the others"),
    ),
    "meeting_date": Code(
        "meeting-date", "error", N_("a meeting has either a date or days"), N_("write date: 2020-07-01")
    ),
    "days_order": Code(
        "days-order", "error", N_("the day {found} does not come after the one before it"), N_("put the days in order")
    ),
    "corrections_order": Code(
        "corrections-order",
        "error",
        N_("the correction of {found} stands after a later one"),
        N_("put them in order of date: the number of the edition follows from it"),
    ),
}
