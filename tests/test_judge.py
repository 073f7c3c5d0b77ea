"""The learned judge and what it is shown: pieces of a page, seams of a glued text, figures, trees."""

import math

import numpy as np
import trafilatura

from copydesk import Options, clean
from copydesk.boilerplate.evidence import FEATURES
from copydesk.boilerplate.learned import forests
from copydesk.read import blocks_of
from copydesk.read.glued import seams_of
from copydesk.read.markup import pieces_of
from copydesk.read.places import FEATURES as PLACES
from copydesk.read.places import places_of

PAGE = """<html lang="en"><head><title>Mill to close in June</title></head><body>
<nav><ul><li><a href="/">Town</a></li><li><a href="/c">County</a></li><li><a href="/f">Farming</a></li></ul></nav>
<main><article><h1>Mill to close in June</h1>
<p>The paper mill at Ekdal will close in June, its owner told the workers on Friday morning.</p>
<figure><img src="a.jpg"><figcaption>The mill at Ekdal, seen from the bridge in the first week of May.</figcaption></figure>
<p>About ninety people work there, and most of them will be paid until the end of the year.</p>
<p>The council will talk about the mill on Monday. It owns the land, and it has said that it wants a school there.</p>
</article></main><footer><p><a href="/i">Imprint</a> <a href="/p">Privacy policy</a></p></footer></body></html>"""


def pieces(body: str) -> list[tuple[str, str]]:
    root = trafilatura.load_html(f"<html><body>{body}</body></html>")
    return [(piece.kind, piece.text) for piece in pieces_of(root).pieces]


def test_a_page_is_read_whole_and_what_goes_is_on_record() -> None:
    article = clean(PAGE)
    assert article.title == "Mill to close in June"
    assert article.text.startswith("The paper mill at Ekdal")
    assert article.text.endswith("wants a school there.")
    gone = {word for edit in article.edits if edit.category == "boilerplate" for word in edit.before.split()}
    assert {"Town", "County", "Farming", "Imprint"} <= gone
    assert "Farming" in article.source_text


def test_captions_go_unless_they_are_asked_for() -> None:
    assert "seen from the bridge" not in clean(PAGE).text
    assert "seen from the bridge" in clean(PAGE, Options(captions="keep")).text


def test_every_text_of_a_body_is_in_one_piece_or_another() -> None:
    assert pieces("x<!-- c -->y<p>one<br>two <b>bo</b>ld</p>tail") == [
        ("paragraph", "xy"),
        ("paragraph", "one\ntwo bold"),
        ("paragraph", "tail"),
    ]
    assert pieces("<script>no</script><h2>Head</h2><blockquote><p>said</p></blockquote>after") == [
        ("heading", "Head"),
        ("quote", "said"),
        ("paragraph", "after"),
    ]


def test_a_list_item_has_one_mark_whatever_stands_in_it() -> None:
    assert pieces("<ul><li><p>a</p><p>b</p></li><li>c <ul><li>d</li></ul> e</li></ul>") == [
        ("item", "- a"),
        ("paragraph", "b"),
        ("item", "- c"),
        ("item", "- d"),
        ("paragraph", "e"),
    ]


def test_a_row_is_one_piece_unless_its_cells_hold_blocks() -> None:
    assert pieces("<table><tr><th>A</th><td>B</td></tr><tr><td><p>L</p></td><td>M</td></tr></table>") == [
        ("row", "A | B"),
        ("paragraph", "L"),
        ("paragraph", "M"),
    ]


def test_code_keeps_its_lines() -> None:
    assert pieces("<pre>a\n  b\n</pre>") == [("code", "a\n  b")]


def test_a_text_that_is_glued_throughout_is_cut_at_its_seams() -> None:
    glued = "HomeNewsSportContactThe mill will close in June.Ninety people work there.They will be paid.The owner wept."
    assert [block.of(glued) for block in blocks_of(glued)] == [
        "Home",
        "News",
        "Sport",
        "Contact",
        "The mill will close in June.",
        "Ninety people work there.",
        "They will be paid.",
        "The owner wept.",
    ]


def test_names_with_a_capital_inside_are_no_seams() -> None:
    assert seams_of("A film on YouTube shows the iPhone that McAllister sold on PayPal and eBay, said DuckDuckGo. " * 3) == []
    assert seams_of("The mill will close in June.About ninety people work there, and the council will meet on Monday.") == []


def test_the_weights_are_made_for_these_figures() -> None:
    assert forests()["text"].features == FEATURES
    assert forests()["html"].features == (*FEATURES, *PLACES)


def test_places_have_a_figure_for_every_name() -> None:
    tree = pieces_of(trafilatura.load_html(PAGE))
    assert places_of(tree, "The paper mill").shape == (len(tree.pieces), len(PLACES))


def test_the_forest_is_what_its_trees_say_one_by_one() -> None:
    forest = forests()["text"]
    rows = np.random.default_rng(7).normal(size=(5, len(FEATURES))).astype(np.float32) * 20
    slow = []
    for row in rows:
        odds = forest.bias
        for questions, leaves in zip(forest.trees.tolist(), forest.leaves.tolist(), strict=True):
            answers = [bool(row[forest.column[q]] > forest.border[q]) for q in questions]
            odds += leaves[sum(answer << place for place, answer in enumerate(answers))]
        slow.append(1 / (1 + math.exp(-odds)))
    assert np.allclose(forest.score(rows), slow, atol=1e-4)


def test_quality_is_high_where_the_article_is_plain_and_lower_where_it_is_not() -> None:
    plain = clean(PAGE).quality
    menu = clean(
        "\n".join(["Town", "County", "Schools", "The mill will close", "Farming", "Letters to us", "Puzzles"] * 4)
    ).quality
    assert plain is not None
    assert menu is not None
    assert plain > 0.9 > menu
