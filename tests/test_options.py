"""The options: what they take, from where, and what they say when it does not fit."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, asdict, fields
from typing import Any

import pytest

from copydesk import CopydeskError, Options, clean
from copydesk.batch import Limits
from copydesk.errors import OptionError, Unavailable

TAKEN: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "nothing": ({}, {}),
    "text": ({"title": "Ferry sails again"}, {"title": "Ferry sails again"}),
    "a choice": ({"summary": "lexrank"}, {"summary": "lexrank"}),
    "a number": ({"sentences": 7}, {"sentences": 7}),
    "a number as text": ({"sentences": "7"}, {"sentences": 7}),
    "the least": ({"sentences": 1, "words": 0}, {"sentences": 1, "words": 0}),
    "the most": ({"sentences": "100", "words": "10000"}, {"sentences": 100, "words": 10_000}),
    "a truth value": ({"source_text": True}, {"source_text": True}),
    "truth as text": ({"source_text": "Yes"}, {"source_text": True}),
    "untruth as text": ({"source_text": "off"}, {"source_text": False}),
    "text that looks like a number": ({"title": "1984"}, {"title": "1984"}),
    "text that looks like truth": ({"title": "true"}, {"title": "true"}),
}


@pytest.mark.parametrize(("values", "wanted"), TAKEN.values(), ids=TAKEN)
def test_a_value_that_fits_is_taken(values: dict[str, object], wanted: dict[str, object]) -> None:
    assert asdict(Options.of(values)) == asdict(Options()) | wanted
    assert asdict(Options.of_request(values, Options())) == asdict(Options()) | wanted
    variables = {f"COPYDESK_{name.upper()}": str(value) for name, value in values.items()}
    assert asdict(Options.from_environment(variables)) == asdict(Options()) | wanted


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "unknown, with a near name": ({"sumary": "lead"}, "unknown option 'sumary'; did you mean 'summary'?"),
    "unknown, with another near name": ({"source-text": True}, "did you mean 'source_text'?"),
    "unknown, like nothing": ({"q": 1}, "unknown option 'q'; known: input, repair, captions, summary"),
    "no name": ({"": 1}, "unknown option ''"),
    "half a character as name": ({"\ud800": 1}, "unknown option"),
    "no choice": ({"summary": "best"}, "option 'summary' takes one of desk, lead"),
    "choice in capitals": ({"repair": "SAFE"}, "option 'repair' takes one of off, safe, deep"),
    "empty choice": ({"input": ""}, "option 'input' takes one of auto, html, text"),
    "too little": ({"sentences": 0}, "option 'sentences' takes 1 to 100, not 0"),
    "too much": ({"sentences": "101"}, "option 'sentences' takes 1 to 100, not 101"),
    "less than nothing": ({"words": -1}, "option 'words' takes 0 to 10000, not -1"),
    "no bytes": ({"max_bytes": 0}, "option 'max_bytes' takes 1 to 1000000000"),
    "a fraction": ({"sentences": 2.0}, "option 'sentences' takes a whole number, not 2.0"),
    "a word for a number": ({"sentences": "three"}, "option 'sentences' takes a whole number"),
    "no digits": ({"sentences": ""}, "option 'sentences' takes a whole number"),
    "a minus sign alone": ({"sentences": "-"}, "option 'sentences' takes a whole number"),
    "two minus signs": ({"sentences": "--5"}, "option 'sentences' takes a whole number"),
    "a superscript": ({"sentences": "\N{SUPERSCRIPT TWO}"}, "option 'sentences' takes a whole number"),
    "digits without end": ({"sentences": "9" * 9999}, "option 'sentences' takes a whole number"),
    "truth for a number": ({"sentences": True}, "option 'sentences' takes a whole number, not True"),
    "a number for truth": ({"source_text": 1}, "option 'source_text' takes true or false, not 1"),
    "a word for truth": ({"source_text": "perhaps"}, "option 'source_text' takes true or false"),
    "nothing for text": ({"title": None}, "option 'title' takes text, not None"),
    "bytes for text": ({"language": b"en"}, "option 'language' takes text"),
    "a list for a choice": ({"summary": ["desk"]}, "option 'summary' takes text"),
    "half a character as language": ({"language": "\ud800"}, "option 'language'"),
}


@pytest.mark.parametrize(("values", "said"), WRONG.values(), ids=WRONG)
def test_a_value_that_does_not_fit_is_an_error_that_says_what_does(values: dict[str, object], said: str) -> None:
    with pytest.raises(OptionError) as caught:
        Options.of(values)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "values", [{"repair": "best"}, {"sentences": 0}, {"sentences": "3"}, {"source_text": "yes"}, {"max_bytes": 1.0}]
)
def test_the_constructor_checks_and_converts_nothing(values: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=f"option '{next(iter(values))}' takes"):
        Options(**values)


def test_deep_repair_is_known_and_not_to_be_had() -> None:
    with pytest.raises(Unavailable, match="language model"):
        Options(repair="deep")
    with pytest.raises(Unavailable, match="language model"):
        Options.of({"repair": "deep"})


def test_values_are_put_into_a_base() -> None:
    base = Options(repair="off", sentences=5)
    assert Options.of({"sentences": 2}, base) == Options(repair="off", sentences=2)
    assert base == Options(repair="off", sentences=5)


@pytest.mark.parametrize("name", ["input", "charset", "max_bytes"])
def test_a_request_cannot_set_what_is_the_servers(name: str) -> None:
    with pytest.raises(OptionError, match=f"option '{name}' is the server's to set"):
        Options.of_request({name: getattr(Options(), name)}, Options())


def test_a_request_keeps_what_the_server_has_set() -> None:
    assert Options.of_request({"words": "40"}, Options(max_bytes=9)) == Options(max_bytes=9, words=40)


def test_the_environment_sets_options_and_its_other_variables_are_not_looked_at() -> None:
    variables = {"COPYDESK_REPAIR": "off", "COPYDESK_WORKERS": "2", "COPYDESK_": "x", "REPAIR": "bad", "HOME": "/"}
    assert Options.from_environment(variables) == Options(repair="off")


@pytest.mark.parametrize(
    ("name", "value"), [("REPAIR", "of"), ("REPAIR", ""), ("SENTENCES", "many"), ("SOURCE_TEXT", "2"), ("REPAIR", "deep")]
)
def test_a_bad_variable_is_an_error(name: str, value: str) -> None:
    with pytest.raises(OptionError, match=name.lower()):
        Options.from_environment({f"COPYDESK_{name}": value})


@pytest.mark.parametrize("knob", fields(Options), ids=lambda knob: knob.name)
def test_an_option_explains_itself(knob: Any) -> None:
    assert knob.metadata["help"].strip().endswith(".")
    assert len(knob.metadata["help"]) > 20
    assert not knob.metadata["choices"] or knob.default in knob.metadata["choices"]
    assert Options.of({knob.name: knob.default}) == Options()


def test_options_are_frozen_and_pass_through_a_pickle() -> None:
    options = Options(repair="off", sentences=9, title="Ferry")
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301  our own bytes
    with pytest.raises(FrozenInstanceError):
        options.repair = "safe"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize("source", ["The ferry sailed late. ,\n\n- Advertisment -\n\nIt had been", "", "half \ud800 a sign"])
def test_an_article_is_frozen_and_passes_through_a_pickle(source: str) -> None:
    article = clean(source)
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301  our own bytes
    with pytest.raises(FrozenInstanceError):
        article.text = ""  # type: ignore[misc]  # that is the point


def test_an_error_passes_through_a_pickle() -> None:
    with pytest.raises(CopydeskError) as caught:
        Options(sentences=0)
    passed = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  our own bytes
    assert (type(passed), str(passed)) == (OptionError, str(caught.value))


def test_limits_come_from_the_environment() -> None:
    variables = {"WORKERS": "3", "SECONDS": "1.5", "MEGABYTES": "900", "RECYCLE": "50"}
    found = Limits.from_environment({f"COPYDESK_{name}": value for name, value in variables.items()})
    assert found == Limits(workers=3, seconds=1.5, megabytes=900, recycle=50)
    assert found.processes == 3
    assert Limits.from_environment({}).processes >= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "two"),
        ("WORKERS", ""),
        ("WORKERS", "-1"),
        ("WORKERS", "1.5"),
        ("SECONDS", "soon"),
        ("SECONDS", "0"),
        ("SECONDS", "-3"),
        ("SECONDS", "nan"),
        ("MEGABYTES", "2GB"),
        ("MEGABYTES", "-1"),
        ("RECYCLE", "-1"),
    ],
)
def test_a_limit_that_is_none_is_an_error(name: str, value: str) -> None:
    with pytest.raises(OptionError, match=f"COPYDESK_{name}"):
        Limits.from_environment({f"COPYDESK_{name}": value})
