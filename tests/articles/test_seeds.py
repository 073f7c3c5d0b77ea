"""The articles of seeds/, each against the clean text that is expected of it."""

from pathlib import Path

import pytest

from copydesk import clean, replay, restore
from copydesk.render import as_text

ROOT = Path(__file__).parents[2]
SEEDS = sorted(p for p in (ROOT / "seeds").iterdir() if p.suffix in (".txt", ".html") and ".expected" not in p.name)


def test_there_are_seeds() -> None:
    assert len(SEEDS) >= 8


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_a_seed_comes_out_as_expected(path: Path) -> None:
    article = clean(path.read_bytes())
    assert as_text(article) == path.with_suffix(".expected.txt").read_text(encoding="utf-8")
    assert article.title
    assert len(article.summary.sentences) == 3
    assert replay(article.source_text, article.edits) == article.text
    assert restore(article.text, article.edits) == article.source_text
