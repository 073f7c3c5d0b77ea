"""Every rule is held to its own examples."""

import re
from pathlib import Path
from typing import Any

import pytest

from copydesk.article import Block
from copydesk.boilerplate import Page, judge, judges
from copydesk.layout import laid_out
from copydesk.read import blocks_of
from copydesk.repair import RULES, Passage, flag_rules, mend, rules_for
from copydesk.repair import flags as flags_module
from copydesk.rule import Rule
from copydesk.trail import replay

ROOT = Path(__file__).parents[2]
ALL: tuple[Rule[Any], ...] = (*judges(), *RULES, *flag_rules())


def examples(rules: tuple[Rule[Any], ...], kind: str) -> list[Any]:
    return [pytest.param(rule, example, id=f"{rule.id}-{n}") for rule in rules for n, example in enumerate(getattr(rule, kind))]


def mended(rule: Rule[Passage], text: str) -> str:
    return replay(text, mend(Passage.alone(text), [rule]))


def judged(text: str) -> tuple[str, set[str]]:
    blocks = blocks_of(text)
    verdicts = judge(Page.of(text, blocks))
    reasons = {i: (rule.id, change.message) for i, (rule, change) in verdicts.items()}
    return replay(text, laid_out(text, blocks, reasons, [])), {rule.id for rule, _ in verdicts.values()}


@pytest.mark.parametrize(("rule", "pair"), examples(RULES, "fixes"))
def test_a_repair_turns_before_into_after_and_then_rests(rule: Rule[Passage], pair: tuple[str, str]) -> None:
    before, after = pair
    assert mended(rule, before) == after
    assert mended(rule, after) == after


@pytest.mark.parametrize(("rule", "text"), examples(RULES, "leaves"))
def test_a_repair_leaves_its_look_alikes(rule: Rule[Passage], text: str) -> None:
    assert mended(rule, text) == text


@pytest.mark.parametrize(("rule", "pair"), examples(judges(), "fixes"))
def test_a_judge_drops_what_it_says(rule: Rule[Page], pair: tuple[str, str]) -> None:
    before, after = pair
    text, by = judged(before)
    assert text == after
    assert rule.id in by
    assert judged(after) == (after, set())


@pytest.mark.parametrize(("rule", "page"), examples(judges(), "leaves"))
def test_a_judge_keeps_what_only_looks_like_boilerplate(rule: Rule[Page], page: str) -> None:
    del rule
    text, by = judged(page)
    assert (text.split(), by) == (page.split(), set())


@pytest.mark.parametrize(("rule", "pair"), examples(flag_rules(), "fixes"))
def test_a_flag_marks_its_stretch(rule: Rule[Passage], pair: tuple[str, str]) -> None:
    text, stretch = pair
    assert [text[c.start : c.end] for c in rule.find(Passage.alone(text))] == [stretch]


@pytest.mark.parametrize(("rule", "text"), examples(flag_rules(), "leaves"))
def test_a_flag_leaves_whole_sentences(rule: Rule[Passage], text: str) -> None:
    assert list(rule.find(Passage.alone(text))) == []


def test_every_rule_explains_itself() -> None:
    for rule in ALL:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        assert len(rule.why.split()) >= 8, rule.id
        if rule.id not in ("scramble", "above-headline", "caption", "no-article"):  # these ask the trail or the markup
            assert rule.fixes, rule.id
            assert rule.leaves, rule.id


def test_the_repair_tuple_and_the_folder_agree() -> None:
    room = Path(flags_module.__file__).parent
    files = {p.stem for p in room.glob("*.py")} - {"__init__", "evidence", "flags"}
    assert files == {rule.id.replace("-", "_") for rule in RULES}


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in ALL]
    assert len(ids) == len(set(ids))


def test_code_is_never_repaired() -> None:
    code = 'total = a  ,b ;print( "the the" ). then'
    assert mend(Passage(code, Passage.alone(code).document, "code"), RULES) == ()
    blocks = (Block(0, len(code), "code"),)
    assert judge(Page.of(code, blocks)) == {}


def test_likely_rules_wait_for_a_spun_document() -> None:
    calm, spun = (
        Passage.alone("It ended. then it rained.").document,
        Passage.alone("It fell. then it went. Nobody saw. so it came. They left. and it rained.").document,
    )
    assert {rule.risk for rule in rules_for(calm)} == {"safe"}
    assert {rule.risk for rule in rules_for(spun)} == {"safe", "likely"}


def test_rules_of_a_language_do_nothing_in_another() -> None:
    german = Passage.alone("Er ging zu the the Markt . Dann kam er.", "de").document
    assert "doubled-word" not in {rule.id for rule in rules_for(german)}
    assert "space-before-mark" in {rule.id for rule in rules_for(german)}
    french = Passage.alone("Vraiment ? Oui !", "fr").document
    assert "space-before-mark" not in {rule.id for rule in rules_for(french)}
