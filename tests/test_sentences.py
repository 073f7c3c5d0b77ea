"""Sentence boundaries: cases that anybody can write in a text file."""

from pathlib import Path

import pytest

from copydesk.article import Block
from copydesk.sentences import split

FILE = Path(__file__).parent / "cases" / "sentences.txt"


def cases() -> list[tuple[str, str]]:
    *parts, rest = FILE.read_text(encoding="utf-8").partition("\n")[2].split("\n===\n")
    assert not rest.strip(), "the last case lacks its ==="
    found = []
    for part in parts:
        language, _, line = part.partition("\n")
        assert len(language) == 2, part
        assert line.strip(), part
        assert "\n" not in line, part
        found.append((language, line))
    return found


@pytest.mark.parametrize(("language", "line"), cases())
def test_sentences_end_where_the_case_says(language: str, line: str) -> None:
    wanted = [piece.strip() for piece in line.split("|")]
    text = line.replace("| ", "").replace("|", "")
    assert [span.of(text) for span in split(text, [Block(0, len(text))], language)] == wanted


def test_a_sentence_never_runs_over_the_end_of_a_block() -> None:
    text = "A heading without a stop\n\nThe text goes on."
    spans = split(text, [Block(0, 24), Block(26, 17)], "en")
    assert [span.of(text) for span in spans] == ["A heading without a stop", "The text goes on."]
    assert [span.index for span in spans] == [0, 1]


def test_code_has_no_sentences() -> None:
    assert split("x = 1. y = 2.", [Block(0, 13, "code")], "en") == ()


def test_an_unknown_language_is_split_all_the_same() -> None:
    text = "Unan. Daou."
    assert "".join(s.of(text) for s in split(text, [Block(0, len(text))], "br")).replace(" ", "") == "Unan.Daou."
