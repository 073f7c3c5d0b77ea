"""Articles that resemble boilerplate: a poem, a recipe, minutes, an article about newsletters. Every word of them stays."""

from pathlib import Path

import pytest

from copydesk import clean
from copydesk.render import as_text

CASES = dict(
    case.strip().split("\n", 1) for case in (Path(__file__).parent / "cases" / "keeps.txt").read_text("utf-8").split("\n===\n")
)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("article", CASES.values(), ids=CASES)
def test_an_article_that_resembles_boilerplate_loses_nothing(article: str) -> None:
    cleaned = clean(article)
    assert as_text(cleaned).split() == article.split()
    assert [edit for edit in cleaned.edits if edit.category == "boilerplate"] == []
