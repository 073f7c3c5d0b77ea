"""The audit trail: replay, restore, compose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import TrailError
from copydesk.rule import Edit
from copydesk.trail import Draft, compose, replay, restore

TEXT = st.text(alphabet="ab \n", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text(alphabet="xy", max_size=4))
        edits.append(Edit(start, end - start, text[start:end], after, "r", "repair", "m"))
    return edits


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    source = draw(TEXT)
    first = draw(edits_of(source))
    return source, first, draw(edits_of(replay(source, first)))


@given(two_rounds())
def test_composed_edits_do_what_both_lists_do(case: tuple[str, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    result = replay(replay(source, first), second)
    both = compose(source, first, second)
    assert replay(source, both) == result
    assert restore(result, both) == source
    assert [e.offset for e in both] == sorted(e.offset for e in both)
    assert all(e.before != e.after for e in both if e not in first)


def test_a_draft_keeps_one_flat_trail() -> None:
    draft = Draft.of("a bb c").apply([Edit(2, 2, "bb", "b", "one", "repair", "first")])
    draft = draft.apply([Edit(1, 2, " b", "", "two", "repair", "second")])
    assert draft.text == "a c"
    assert draft.edits == (Edit(1, 3, " bb", "", "one", "repair", "first; second"),)


def test_edits_that_undo_each_other_leave_no_trace() -> None:
    draft = Draft.of("abc").apply([Edit(1, 1, "b", "x", "one", "repair", "m")])
    assert draft.apply([Edit(1, 1, "x", "b", "two", "repair", "m")]).edits == ()


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 1, "z", "", "r", "repair", "m")],
        [Edit(2, 1, "c", "", "r", "repair", "m"), Edit(0, 1, "a", "", "r", "repair", "m")],
        [Edit(0, 2, "ab", "", "r", "repair", "m"), Edit(1, 1, "b", "", "r", "repair", "m")],
        [Edit(9, 1, "a", "", "r", "repair", "m")],
    ],
    ids=["another text", "unsorted", "overlapping", "beyond the end"],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(TrailError, match="does not fit"):
        replay("abc", edits)
