"""The third room: sentences that are broken, block by block.

Rules look at a block one after the other, in the order of the tuple, each at what the one before left. A rule proposes
changes and never touches the text; the changes of all rules are squashed into one list of edits for the block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.repair.cut_name import CUT_NAME
from copydesk.repair.doubled_word import DOUBLED_WORD
from copydesk.repair.encoding import ENCODING
from copydesk.repair.evidence import Evidence, Passage
from copydesk.repair.false_stop import FALSE_STOP
from copydesk.repair.flags import JOINS, flag_rules, flags_of
from copydesk.repair.glued_sentence import GLUED_SENTENCE
from copydesk.repair.inner_fragment import INNER_FRAGMENT
from copydesk.repair.invisible import INVISIBLE
from copydesk.repair.line_wrap import LINE_WRAP
from copydesk.repair.missing_stop import MISSING_STOP
from copydesk.repair.quote_space import QUOTE_SPACE
from copydesk.repair.space_before_mark import SPACE_BEFORE_MARK
from copydesk.repair.spaces import SPACES
from copydesk.repair.stray_capital import STRAY_CAPITAL_RULE
from copydesk.repair.stray_fragment import STRAY_FRAGMENT_RULE
from copydesk.repair.stray_mark import STRAY_MARK
from copydesk.rule import Edit, Rule
from copydesk.trail import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["JOINS", "RULES", "Evidence", "Passage", "flag_rules", "flags_of", "mend", "rules_for"]

RULES: tuple[Rule[Passage], ...] = (
    ENCODING,
    INVISIBLE,
    LINE_WRAP,
    SPACES,
    SPACE_BEFORE_MARK,
    QUOTE_SPACE,
    GLUED_SENTENCE,
    DOUBLED_WORD,
    INNER_FRAGMENT,
    STRAY_FRAGMENT_RULE,
    STRAY_MARK,
    STRAY_CAPITAL_RULE,
    FALSE_STOP,
    CUT_NAME,
    MISSING_STOP,
)


def rules_for(document: Evidence) -> tuple[Rule[Passage], ...]:
    """Return the rules that may edit this document: of its language, and the likely ones only where it shows it is spun."""
    return tuple(r for r in RULES if r.holds_in(document.language) and (r.risk == "safe" or document.spun))


def mend(passage: Passage, rules: Iterable[Rule[Passage]]) -> tuple[Edit, ...]:
    """Return the edits that mend one block; offsets are code points of `passage.text`."""
    draft = Draft.of(passage.text)
    for rule in rules:
        shown = passage if not draft.edits else Passage(draft.text, passage.document, passage.kind)
        edits = [
            Edit(c.start, c.end - c.start, draft.text[c.start : c.end], c.after, rule.id, "repair", c.message)
            for c in rule.find(shown)
        ]
        if edits:
            draft = draft.apply(edits)
    return draft.edits
