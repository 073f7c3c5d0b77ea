"""Input that nobody would send on purpose: each gets a clear error, an honest empty answer or sane text."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from copydesk import Article, Options, clean, replay, restore
from copydesk.errors import InputError, TooLarge
from copydesk.record import dumps, record_of
from copydesk.render import as_markdown, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

MILL = "The paper mill at Ekdal will close in June, its owner told the workers on Friday morning."
PAY = "About ninety people work there, and most of them will be paid until the end of the year."
NONSENSE_PAGE = "<html><body><script>var a = '<p>not a text</p>';</script></body></html>"


def checked(source: str | bytes, options: Options) -> Article:
    """Clean, and check what holds for every article: an exact trail and a record that can be written down."""
    article = clean(source, options)
    assert replay(article.source_text, article.edits) == article.text
    assert restore(article.text, article.edits) == article.source_text
    record = json.loads(dumps(record_of(article, options)).decode("utf-8"))
    assert record["text"] == article.text
    assert (article.status == "empty") == (article.reason is not None) == (not article.text)
    return article


REFUSED: dict[str, tuple[str | bytes, Options, type[InputError], str]] = {
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Options(), InputError, "a PNG image"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", Options(), InputError, "a JPEG image"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Options(), InputError, "a PDF file"),
    "PDF announced as HTML": (b"%PDF-1.4", Options(input="html", charset="utf-8"), InputError, "a PDF file"),
    "office document": (b"PK\x03\x04\x14\0\x06\0", Options(), InputError, "a ZIP archive"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", Options(), InputError, "a gzip file"),
    "zeros": (bytes(10_000), Options(), InputError, "binary data"),
    "zeros between words": (b"mill\0\0close\0\0june\0\0" * 300, Options(), InputError, "binary data"),
    "100 MB of text": ("x" * 100_000_000, Options(), TooLarge, "100,000,000 bytes and the limit is 20,000,000"),
    "100 MB of bytes": (b"x" * 100_000_000, Options(), TooLarge, "the limit is 20,000,000"),
    "100 MB and a low limit": ("x" * 100_000_000, Options(max_bytes=1000), TooLarge, "the limit is 1,000"),
    "one byte over": (b"x" * 1001, Options(max_bytes=1000), TooLarge, "1,001 bytes"),
    "few characters of many bytes": ("\N{SNOWMAN}" * 334, Options(max_bytes=1000), TooLarge, "1,002 bytes"),
    "half characters": ("\ud800" * 334, Options(max_bytes=1000), TooLarge, "1,002 bytes"),
}


@pytest.mark.parametrize(("source", "options", "kind", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_article_in_any_sense_is_an_error(
    source: str | bytes, options: Options, kind: type[InputError], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        clean(source, options)
    assert type(caught.value) is kind
    assert said in str(caught.value)


@pytest.mark.parametrize("source", ["x" * 1000, b"x" * 1000, "\N{SNOWMAN}" * 333 + "x"])
def test_a_source_of_just_the_limit_is_cleaned(source: str | bytes) -> None:
    assert checked(source, Options(max_bytes=1000)).status == "ok"


EMPTY: dict[str, tuple[str | bytes, Options, str]] = {
    "nothing": ("", Options(), "the input is empty"),
    "no bytes": (b"", Options(), "the input is empty"),
    "nothing as HTML": ("", Options(input="html"), "the input is empty"),
    "white space": (" \n\t\r\n\N{NO-BREAK SPACE}\u2028", Options(), "the input is empty"),
    "white space as HTML": (b"\n \n", Options(input="html"), "the input is empty"),
    "a byte-order mark": (b"\xef\xbb\xbf", Options(), "the input is empty"),
    "a page without text": ("<!doctype html><html><head></head><body></body></html>", Options(), "no article was found"),
    "a menu": (
        '<html><body><nav><ul><li><a href="/">Home</a></li><li><a href="/mill">Mill</a></li></ul></nav></body></html>',
        Options(),
        "no article was found",
    ),
    "a login form": (
        "<html><body><form><label>Name <input></label><label>Word <input></label></form></body></html>",
        Options(),
        "no article was found",
    ),
    "scripts": (NONSENSE_PAGE, Options(), "JavaScript"),
    "an app": ('<html><body><div id="root"></div><script src="/app.js"></script></body></html>', Options(), "JavaScript"),
    "only boilerplate": ("Advertisement\n\nShare this article\n\n- Advertisment -", Options(), "nothing but boilerplate"),
    "only boilerplate, repair off": ("Advertisement", Options(repair="off"), "nothing but boilerplate"),
}


@pytest.mark.parametrize(("source", "options", "reason"), EMPTY.values(), ids=EMPTY)
def test_input_without_an_article_gives_an_empty_one_and_the_reason(source: str | bytes, options: Options, reason: str) -> None:
    article = checked(source, options)
    assert (article.status, article.text) == ("empty", "")
    assert reason in (article.reason or "")
    assert not any((article.blocks, article.sentences, article.summary.sentences, article.flags))
    assert as_text(article) == as_markdown(article) == ""


CURLY = "The owner of the café said “no” on Friday."
DECLARED = f'<html><head><meta charset="windows-1252"></head><body><p>{MILL}</p><p>{CURLY} {PAY}</p></body></html>'
FERRY_RU = (
    "Паром в Норсунд снова вышел в море в понедельник после девяти дней в доке. Команда за это время покрасила поручни "
    "и починила плиту на камбузе. Цены на билеты останутся прежними до конца июня, сообщили в порту."
)
FERRY_JA = (
    "ノルスンド行きのフェリーは、九日間の修理を終えて月曜日に運航を再開した。乗組員はその間に手すりを塗り直し、"
    "厨房の調理台を修理した。運賃は六月末まで変わらないと港湾事務所は述べた。"
)
FERRY_EL = (
    "Το πλοίο για το νησί έφυγε ξανά τη Δευτέρα μετά από εννέα ημέρες στο ναυπηγείο. Οι τιμές μένουν ίδιες ως το τέλος Ιουνίου."
)
DECODED: dict[str, tuple[str | bytes, Options, str]] = {
    "UTF-8": (CURLY.encode(), Options(), CURLY),
    "UTF-8 with its mark": (CURLY.encode("utf-8-sig"), Options(), CURLY),
    "UTF-16 with its mark": (CURLY.encode("utf-16"), Options(), CURLY),
    "UTF-16, the other way round": (("\ufeff" + CURLY).encode("utf-16-be"), Options(), CURLY),
    "a mark that contradicts the transport": (CURLY.encode("utf-16"), Options(charset="utf-8"), CURLY),
    "cp1252 by the transport": (CURLY.encode("cp1252"), Options(charset="windows-1252"), CURLY),
    "cp1252 under its usual false name": (CURLY.encode("cp1252"), Options(charset="iso-8859-1"), CURLY),
    "cp1252 by the page": (DECLARED.encode("cp1252"), Options(), f"{MILL}\n\n{CURLY} {PAY}"),
    "cp1252 that nobody declares": (f"{CURLY} {PAY} {CURLY}".encode("cp1252"), Options(), f"{CURLY} {PAY} {CURLY}"),
    "cp1252 that nobody declares, and little of it": (CURLY.encode("cp1252"), Options(), CURLY),
    "a Russian paragraph in cp1251": (FERRY_RU.encode("cp1251"), Options(), FERRY_RU),
    "a Russian paragraph in KOI8": (FERRY_RU.encode("koi8-r"), Options(), FERRY_RU),
    "a Japanese paragraph in Shift-JIS": (FERRY_JA.encode("shift_jis"), Options(), FERRY_JA),
    "a Greek paragraph in cp1253": (FERRY_EL.encode("cp1253"), Options(), FERRY_EL),
    "a charset that nobody knows": (CURLY.encode(), Options(charset="runes-9"), CURLY),
    "a charset that is an attack": (CURLY.encode(), Options(charset='x"\r\nSet-Cookie: a=b; \ud800'), CURLY),
    "NUL in a string": (f"The paper\0 mill{MILL[14:]}", Options(), MILL),
    "NUL in bytes": (f"The paper\0 mill{MILL[14:]}".encode(), Options(), MILL),
    "NUL in a page": (
        f"<html><body><p>The paper\0 mill{MILL[14:]}</p><p>{PAY}</p></body></html>",
        Options(),
        f"{MILL}\n\n{PAY}",
    ),
    "a fragment of paragraphs": (f"<p>{MILL}</p>\n<p>{PAY}</p>", Options(), f"{MILL}\n\n{PAY}"),
    "a fragment of one": (f"<p>{MILL} {PAY}</p>", Options(), f"{MILL} {PAY}"),
    "a fragment in a div": (f'<div class="body">{MILL}<br><br>{PAY}</div>', Options(), f"{MILL}\n\n{PAY}"),
    "a fragment said to be HTML": (f"<p>{MILL}</p><p>{PAY}</p>", Options(input="html"), f"{MILL}\n\n{PAY}"),
    "a page cut off": (f"<html><body><article><p>{MILL}</p><p>{PAY}</p><p cla", Options(), f"{MILL}\n\n{PAY}"),
    "XHTML that declares its charset": (
        f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{MILL}</p><p>{PAY}</p></body></html>',
        Options(),
        f"{MILL}\n\n{PAY}",
    ),
    "text that speaks of a tag": (
        "Write <p> before a paragraph and </p> behind it.",
        Options(),
        "Write <p> before a paragraph and </p> behind it.",
    ),
    "text that is full of less-than signs": ("1 < 2, 2 < 3 and 3 < 4.", Options(), "1 < 2, 2 < 3 and 3 < 4."),
}


@pytest.mark.parametrize(("source", "options", "text"), DECODED.values(), ids=DECODED)
def test_odd_bytes_and_fragments_become_the_text_that_they_hold(source: str | bytes, options: Options, text: str) -> None:
    article = checked(source, options)
    assert (article.status, article.text) == ("ok", text)


LOST: dict[str, bytes | str] = {
    "a byte that is none": f"{MILL} The caf".encode() + b"\xe9 stays. " + "The café stays.".encode(),
    "a character cut in half": f"{MILL} The caf\N{LATIN SMALL LETTER E WITH ACUTE} stays, said “Anna".encode()[:-6] + b". So.",
    "three bytes of rubbish": MILL.encode() + b" \xff\xfe\xc3 " + "“So it is,” she said.".encode(),
    "half a surrogate pair": f"{MILL} The \ud83d stays.",
}


@pytest.mark.parametrize("source", LOST.values(), ids=LOST)
def test_a_character_that_is_lost_is_flagged_and_the_rest_stays(source: str | bytes) -> None:
    article = checked(source, Options())
    assert article.text.startswith(MILL)
    assert "lost-character" in {flag.rule for flag in article.flags}


def test_half_a_surrogate_pair_in_a_page_costs_nothing_but_itself() -> None:
    article = checked(f"<html><body><p>{MILL} The \ud83d stays.</p><p>{PAY}</p></body></html>", Options())
    assert article.text.startswith(MILL)
    assert article.text.endswith(PAY)


def test_control_characters_in_a_page_cost_nothing_but_themselves() -> None:
    article = checked(f"<html><body><p>{MILL}\x01\x0b\x1f</p><p>\x08{PAY}\x7f</p></body></html>", Options())
    assert article.text.split() == f"{MILL} {PAY}".split()


# Python for a source, and how the status, the length of the clean text and the reason begin.
LONG: dict[str, tuple[str, str]] = {
    "200,000 lines of one letter": ("'a\\n' * 200_000", "ok 399999 "),
    "1 MB without a space": ("'x' * 1_000_000", "ok 1000000 "),
    "1 MB of Chinese without a stop": ("'\\u6ca1' * 333_333", "ok 333333 "),
    "1 MB of single letters": ("'a ' * 500_000", "ok 999999 "),
    "1 MB of stops": ("'. ' * 500_000", "ok "),
    "1 MB of open quotes": ("'“' * 333_333", "ok 333333 "),
    "1 MB of white space in the middle": (f"{MILL!r} + ' ' * 1_000_000 + {PAY!r}", "ok "),
    "a page nested 100,000 deep": (f"'<html><body>' + '<div>' * 100_000 + {MILL!r}", "empty 0 no article was found"),
    "bold nested 100,000 deep": (f"'<html><body><p>' + '<b>' * 100_000 + {MILL!r}", "empty 0 no article was found"),
    "lists nested 100,000 deep": (f"'<html><body>' + '<ul><li>' * 100_000 + {MILL!r}", "empty 0 no article was found"),
    "an article, then 100,000 tags": (
        f"'<html><body><article><p>{MILL}</p><p>{PAY}</p></article>' + '<div>' * 100_000",
        f"ok {len(MILL) + 2 + len(PAY)} ",
    ),
    "100,000 open brackets": ("'<html><body>' + '<' * 100_000", ""),
    "100,000 attributes": (f"'<html><body><p ' + 'a=b ' * 100_000 + '>{MILL}</p><p>{PAY}</p>'", "ok "),
}
REPORT = "from copydesk import clean; a = clean({}); print(a.status, len(a.text), a.reason)"


def cleaned_by_a_child(source: str) -> str:
    call = [sys.executable, "-c", REPORT.format(source)]
    return subprocess.run(call, capture_output=True, text=True, timeout=90, check=True).stdout


@pytest.fixture(scope="module")
def reports() -> Iterator[dict[str, Future[str]]]:
    """What became of LONG, two at a time."""
    threads = ThreadPoolExecutor(2)
    yield {name: threads.submit(cleaned_by_a_child, source) for name, (source, _) in LONG.items()}
    threads.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", LONG)
def test_a_monster_is_answered_in_bounded_time(reports: dict[str, Future[str]], name: str) -> None:
    said = LONG[name][1] or ("ok ", "empty 0 no article was found")
    assert reports[name].result().startswith(said)
