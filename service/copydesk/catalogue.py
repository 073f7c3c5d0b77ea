"""Every rule with its reason and its examples: what `copydesk rules`, `/v1/rules` and docs/rules.md show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk.boilerplate import judges
from copydesk.repair import RULES, flag_rules

if TYPE_CHECKING:
    from copydesk.rule import Rule

_LAYOUT = {
    "layout": "Blocks are parted by one blank line, and the text has no white space around it.",
    "headline": "The headline stands in the field title, so that the text is the body alone.",
}
_TITLES = {
    "boilerplate": "Boilerplate: lines that are dropped",
    "repair": "Repair: places that are mended",
    "flag": "Flags: places that look broken and are left alone",
    "layout": "Layout",
}


def catalogue() -> list[dict[str, Any]]:
    """Return the rules in the order in which they look at a text, as plain types."""
    rooms: list[tuple[str, tuple[Rule[Any], ...]]] = [
        ("boilerplate", judges()),
        ("repair", RULES),
        ("flag", flag_rules()),
    ]
    entries = [_entry(kind, rule) for kind, rules in rooms for rule in rules]
    return entries + [{"id": name, "kind": "layout", "why": why} for name, why in _LAYOUT.items()]


def _entry(kind: str, rule: Rule[Any]) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": kind,
        "why": rule.why,
        "risk": rule.risk,
        "languages": sorted(rule.languages) if rule.languages else None,
        "fixes": [{"before": before, "after": after} for before, after in rule.fixes],
        "leaves": list(rule.leaves),
    }


def as_markdown() -> str:
    """Return the catalogue as a Markdown page."""
    lines = ["# Rules", "", "Generated from the rules themselves by `make docs`; a test holds it up to date.", ""]
    for kind, title in _TITLES.items():
        lines += [f"## {title}", ""]
        for entry in catalogue():
            if entry["kind"] == kind:
                lines += [f"### `{entry['id']}`", "", entry["why"], ""]
                lines += _examples(entry) if "fixes" in entry else []
    return "\n".join(lines).rstrip() + "\n"


def _examples(entry: dict[str, Any]) -> list[str]:
    where = f"languages: {', '.join(entry['languages'])}" if entry["languages"] else "all languages"
    lines = [f"Risk: {entry['risk']}; {where}.", ""]
    for pair in entry["fixes"]:
        arrow = "flags" if entry["kind"] == "flag" else "→"
        lines.append(f"- {_shown(pair['before'])} {arrow} {_shown(pair['after'])}")
    lines += [f"- leaves {_shown(text)}" for text in entry["leaves"]]
    return [*lines, ""]


def _shown(text: str) -> str:
    flat = text.replace("\n", "⏎").translate({i: f"<U+{i:04X}>" for i in [*range(32), 127, 0xA0, 0xAD, 0x200B]})
    return f"`` {flat} ``" if "`" in flat else f"`{flat}`"
