"""What holds for every input: the trail is exact, cleaning is idempotent, no word is invented."""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk import Article, Options, clean, replay, restore
from copydesk.record import dumps, record_of
from copydesk.render import as_text

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data sets are not beside the checkout")

ANY = st.text(st.characters(codec=None), max_size=300)  # lone surrogates included
PIECES = st.sampled_from(
    [
        *"""The council met on Tuesday and voted for the bridge.|ended two weeks later and nobody came.|Advertisement
Please enter your comment!|- Advertisment -|Most Popular|By Ann Lund|HomeNewsThe bridge will be built
The bridge will be built|“We do not know. ”|They sent aid. ,|the the|They left. Can go|Café Â© â€™ &amp;
x = 1;|    indented|- an item|1. first|Read more: The bridge|in the middle of|Facebook|Share|2023-01-02|«Oui »
你好。再见！|\u202bשלום עולם|e\u0301|👩\u200d🚒|\u200b\u00ad|\x00""".replace("\n", "|").split("|"),
        "\ud800",
        "über-\nsetzt",
    ]
)
GAPS = st.sampled_from([" ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n", "\u2028", "\x0b", "\n\n\n\n", ". ", "\t", "\xa0", ""])
MIXED = st.lists(st.tuples(PIECES, GAPS), max_size=14).map(lambda pairs: "".join(a + b for a, b in pairs))
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(article: Article, options: Options) -> None:
    assert replay(article.source_text, article.edits) == article.text
    assert restore(article.text, article.edits) == article.source_text
    assert all(left.end <= right.offset for left, right in pairwise(article.edits))
    once = as_text(article)
    again = clean(once, Options(input="text", repair=options.repair))
    assert as_text(again) == once
    assert all(f.offset >= 0 and f.length > 0 and f.offset + f.length <= len(article.text) for f in article.flags)
    assert all(span.of(article.text).strip() for span in article.sentences)
    assert all(article.text[p.offset :][: p.length] == p.text for p in article.summary.sentences)
    json.loads(dumps(record_of(article, options)))
    if any(re.search(r"[^\W_]", span.of(article.text)) for span in article.sentences):
        assert article.summary.sentences


@pytest.mark.parametrize("repair", ["safe", "off"])
@CALM
@given(text=st.one_of(ANY, MIXED))
def test_any_text_is_cleaned_with_an_exact_trail_and_once_is_enough(text: str, repair: str) -> None:
    options = Options(input="text", repair=repair)
    article = clean(text, options)
    assert article.source_text == text
    check(article, options)


@CALM
@given(paragraphs=st.lists(MIXED, max_size=5))
def test_any_page_is_cleaned_with_an_exact_trail_and_once_is_enough(paragraphs: list[str]) -> None:
    body = "".join(f"<p>{p}</p><h2>{p[:20]}</h2><ul><li>{p}</li></ul>" for p in paragraphs)
    options = Options(input="html")
    check(clean(f"<html><body><article><h1>The bridge</h1>{body}</article></body></html>", options), options)


@CALM
@given(text=MIXED)
def test_no_word_is_invented(text: str) -> None:
    article = clean(text, Options(input="text"))
    source, target = (Counter(re.findall(r"[a-z]+", t.casefold())) for t in (text, article.text))
    glued = {edit.after.casefold() for edit in article.edits if edit.rule in ("encoding", "line-wrap", "invisible")}
    new = {word for word in target - source if word not in "".join(glued)}
    halves = "".join(re.findall(r"[a-z]+", text.casefold()))
    assert all(word in halves for word in new), new


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "a " * 500_000, "A b. " * 200_000, " " * 1_000_000, "“" * 100_000, "x" + " ," * 300_000, "\n" * 900_000],
    ids=["one word", "words", "sentences", "spaces", "quotes", "commas", "line breaks"],
)
def test_a_line_of_a_megabyte_comes_through(text: str) -> None:
    article = clean(text, Options(input="text"))
    assert replay(text, article.edits) == article.text
    assert restore(article.text, article.edits) == text


@needs_data
@pytest.mark.parametrize("name", ["text-whole", "text-container", "text-ptags", "text-glued"])
def test_real_dumps_are_cleaned_with_an_exact_trail_and_once_is_enough(name: str) -> None:
    for path in sorted((DATA / "extraction" / name / "dumps").iterdir())[::8]:
        options = Options(input="text")
        check(clean(path.read_text(encoding="utf-8"), options), options)


@needs_data
def test_real_pages_are_cleaned_with_an_exact_trail_and_once_is_enough() -> None:
    for path in sorted((DATA / "extraction" / "html" / "pages").iterdir())[::8]:
        options = Options(input="html")
        check(clean(gzip.decompress(path.read_bytes()), options), options)


@needs_data
def test_real_scraped_articles_are_cleaned_with_an_exact_trail_and_once_is_enough() -> None:
    lines = (DATA / "repair" / "dirty-dev.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[::8]:
        options = Options(input="text")
        check(clean(json.loads(line)["text"], options), options)


HOSTILE = {
    "tag": "Tag " + "a" * 300 + ";b",
    "hash tags": "#a" * 150 + ";",
    "nested entities": "&" + "amp;" * 20_000,
    "long words": ("a" * 9990 + "! B") * 20,
    "quotes": "“" + "a. ” " * 20_000,
    "open tags": "<html><body>" + "<a " * 30_000,
    "false stops": "abc. then it " * 15_000,
    "spaces in the middle": "A mill. " + " " * 200_000 + "It is.",
    "dashes": "- " * 100_000,
    "brackets": "( a" * 60_000,
    "table": "a   b" * 40_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_made_to_be_slow_is_not(text: str) -> None:
    """A rule that backtracks without end would hang here; the child is killed and the test fails."""
    program = "import sys; from copydesk import clean; clean(sys.stdin.read())"
    subprocess.run([sys.executable, "-c", program], input=text, text=True, check=True, timeout=60)
