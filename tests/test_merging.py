"""Two edits of one file are put together: nothing is lost of either, and what both wrote differently is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akson_docs.sources.format.merging import ABSENT, changes, merged

BASE: dict[str, Any] = {
    "date": "2020-07-01",
    "place": "Oslo",
    "items": [
        {"number": "1/20", "title": "Godkjenning", "duration": "5"},
        {
            "number": "2/20",
            "title": "Status",
            "duration": "40",
            "slides": [{"title": "A", "body": "a"}, {"topic": "B"}],
        },
        {"number": "3/20", "title": "Eventuelt"},
    ],
    "signers": ["leder", "nestleder"],
}


def edited(**changed: Any) -> dict[str, Any]:
    """What was there with some places changed: `items_1_title="Ny"`; None takes out."""
    value = copy.deepcopy(BASE)
    for name, held in changed.items():
        around: Any = value
        *way, last = (int(step) if step.isdigit() else step for step in name.split("_"))
        for step in way:
            around = around[step]
        if held is None:
            del around[last]
        else:
            around[last] = held
    return value


def moved(value: dict[str, Any], *order: int) -> dict[str, Any]:
    return {**value, "items": [value["items"][place] for place in order]}


LONGER = edited(items_0_duration="9")


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        (edited(place="Bergen"), edited(start="9:00"), edited(place="Bergen", start="9:00")),
        (edited(place="Bergen"), edited(place="Bergen"), edited(place="Bergen")),
        (edited(place=None), edited(date="2020-07-02"), edited(place=None, date="2020-07-02")),
        (edited(items_1_title="Ny"), edited(items_1_duration="10"), edited(items_1_title="Ny", items_1_duration="10")),
        (edited(items_1_number="9/20"), edited(items_1_duration="10"),
         edited(items_1_number="9/20", items_1_duration="10")),
        (edited(items_1_slides_0_body="b"), edited(items_1_slides_1_topic="C"),
         edited(items_1_slides_0_body="b", items_1_slides_1_topic="C")),
        # A row that moves takes with it what another writes in it.
        (edited(items_1_title="Ny"), moved(BASE, 1, 0, 2), moved(edited(items_1_title="Ny"), 1, 0, 2)),
        (moved(BASE, 2, 0, 1), edited(items_0_duration="9"), moved(edited(items_0_duration="9"), 2, 0, 1)),
        # Rows come and go.
        (edited(items_0=None), edited(items_2_title="Annet"), edited(items_0=None, items_1_title="Annet")),
        ({**BASE, "items": [*BASE["items"], {"title": "Deres"}]}, {**BASE, "items": [{"title": "Min"}, *BASE["items"]]},
         {**BASE, "items": [{"title": "Min"}, *BASE["items"], {"title": "Deres"}]}),
        ({**BASE, "items": [*BASE["items"], {"title": "Ny"}]}, {**BASE, "items": [*BASE["items"], {"title": "Ny"}]},
         {**BASE, "items": [*BASE["items"], {"title": "Ny"}]}),
        (edited(items_0=None), edited(items_0=None), edited(items_0=None)),
        ({**BASE, "signers": ["leder"]}, {**BASE, "signers": ["leder", "nestleder", "medlem"]},
         {**BASE, "signers": ["leder", "medlem"]}),
    ],
)  # fmt: skip
def test_what_different_places_say_is_put_together(theirs: Any, mine: Any, both: Any) -> None:
    found = merged(BASE, theirs, mine)
    assert (found.value, found.clashes) == (both, ())
    # Whoever saves first.
    other = merged(BASE, mine, theirs)
    assert other.clashes == ()
    assert other.value == both


@pytest.mark.parametrize(
    ("theirs", "mine", "path", "versions"),
    [
        (edited(place="Bergen"), edited(place="Bodø"), ("place",), ("Bergen", "Bodø")),
        (edited(place=None), edited(place="Bodø"), ("place",), (ABSENT, "Bodø")),
        (edited(items_1_title="Ny"), edited(items_1_title="Annen"), ("items", 1, "title"), ("Ny", "Annen")),
        (edited(items_1_title="Ny"), moved(edited(items_1_title="Annen"), 1, 0, 2), ("items", 0, "title"),
         ("Ny", "Annen")),
        (edited(items_0=None), LONGER, ("items", 0), (ABSENT, LONGER["items"][0])),
        (LONGER, edited(items_0=None), ("items", 0), (LONGER["items"][0], ABSENT)),
        (edited(items_1_title={"nb": "Ny"}), edited(items_1_title="X"), ("items", 1, "title"), ({"nb": "Ny"}, "X")),
        (moved(BASE, 2, 0, 1), moved(BASE, 1, 0, 2), ("items",),
         (moved(BASE, 2, 0, 1)["items"], moved(BASE, 1, 0, 2)["items"])),
    ],
)  # fmt: skip
def test_what_both_changed_differently_is_told_and_not_taken(theirs: Any, mine: Any, path: Any, versions: Any) -> None:
    found = merged(BASE, theirs, mine)
    assert [(one.path, (one.theirs, one.mine)) for one in found.clashes] == [(path, versions)]
    # The place is there to be looked at.
    place = found.value
    for step in path:
        place = place[step]
    assert place == (versions[0] if versions[1] is ABSENT else versions[1])


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["", "a", "b", "c"]),
    lambda inner: st.one_of(
        st.dictionaries(st.sampled_from(["number", "title", "body", "slides"]), inner, max_size=3),
        st.lists(inner, max_size=4),
    ),
    max_leaves=10,
)
FILES = st.dictionaries(st.sampled_from(["items", "title", "date"]), VALUES, max_size=3)


@settings(max_examples=150, deadline=None)
@given(FILES, FILES, FILES)
def test_an_edit_against_none_is_that_edit_and_clashes_have_places(base: Any, theirs: Any, mine: Any) -> None:
    assert (merged(base, base, mine).value, merged(base, theirs, base).value) == (mine, theirs)
    assert merged(base, mine, mine).value == mine
    found = merged(base, theirs, mine)
    for one in found.clashes:
        assert one.theirs != one.mine
    # Nobody is told of a clash who did not change anything.
    assert not merged(base, base, mine).clashes
    assert (list(changes(base, mine)) == []) == (base == mine)
