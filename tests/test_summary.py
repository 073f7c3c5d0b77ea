"""The summary: what is picked, what never is, and that it is the same everywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk import Article, Options, clean
from copydesk.options import METHODS
from copydesk.summary import CAP, classics

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "wire-agency.txt"
PICKING = [method for method in METHODS if method != "none"]


def summary_of(text: str, **options: object) -> list[str]:
    return [pick.text for pick in clean(text, Options.of({"input": "text", **options})).summary.sentences]


@pytest.mark.parametrize("method", PICKING)
def test_every_method_picks_three_sentences_of_the_text_with_scores_and_ranks(method: str) -> None:
    article: Article = clean(SEED.read_text(encoding="utf-8"), Options(summary=method))
    picks = article.summary.sentences
    assert article.summary.method == method
    assert sorted(pick.rank for pick in picks) == [1, 2, 3]
    assert [pick.offset for pick in picks] == sorted(pick.offset for pick in picks)
    for pick in picks:
        span = article.sentences[pick.index]
        assert (span.offset, span.length) == (pick.offset, pick.length)
        assert span.of(article.text) == pick.text
    if method != "desk":  # desk pays for repetition, so its scores need not fall with the rank
        ranked = sorted(picks, key=lambda pick: pick.rank)
        assert [pick.score for pick in ranked] == sorted((pick.score for pick in ranked), reverse=True)


def test_the_same_bytes_come_out_whatever_the_hash_seed() -> None:
    program = (
        "import sys; from copydesk import *; from copydesk.record import *; text = open(sys.argv[1]).read()\n"
        "for m in sys.argv[2:]: sys.stdout.buffer.write(dumps(record_of(clean(text, Options(summary=m)), Options())))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(SEED), *PICKING],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1


def test_lead_is_the_first_sentences() -> None:
    text = "The ferry sank. The crew was saved. The captain stayed. The owner paid."
    assert summary_of(text, summary="lead", sentences=2) == ["The ferry sank.", "The crew was saved."]


def test_none_leaves_the_summary_empty() -> None:
    assert summary_of("The ferry sank. The crew was saved.", summary="none") == []


@pytest.mark.parametrize("words", [5, 9, 20, 60])
@pytest.mark.parametrize("method", PICKING)
def test_a_word_budget_is_kept(method: str, words: int) -> None:
    picks = summary_of(SEED.read_text(encoding="utf-8"), summary=method, sentences=20, words=words)
    assert sum(len(text.split()) for text in picks) <= words


def test_flagged_sentences_and_headings_are_not_picked() -> None:
    text = (
        "The council of Norsund met on Monday and voted for the bridge. Four council members and three former members.\n\n"
        "A short heading\n\nThe bridge will cost nine million, the mayor said. It opens in the spring of next year."
    )
    article = clean(text, Options(sentences=10))
    assert "verbless-fragment" in {flag.rule for flag in article.flags}
    picked = [pick.text for pick in article.summary.sentences]
    assert len(picked) == 3
    assert not any(text.startswith(("Four", "A short")) for text in picked)


@pytest.mark.parametrize("text", ["The ferry sank.", "no full stop here", "Eins. Zwei."])
def test_a_text_that_says_anything_has_a_summary(text: str) -> None:
    assert summary_of(text)


@pytest.mark.parametrize(("method", "cap"), [("lexrank", classics.CAP), ("desk", CAP)])
def test_a_cap_is_told(method: str, cap: int) -> None:
    text = " ".join(f"Sentence number {n} tells of the harbour and of ship {n * 7 % 31}." for n in range(cap + 5))
    found = clean(text, Options(input="text", summary=method)).summary
    assert (found.considered, found.cap, found.capped) == (cap, cap, True)


def test_nothing_is_said_twice() -> None:
    text = "The ferry sank in the bay. " * 3 + "The crew of nine was saved by a trawler. The owner of the ship paid for it."
    assert len(set(summary_of(text))) == 3
