"""When it was published, as far as a line that is dropped tells."""

from __future__ import annotations

import re
from datetime import datetime

_DAY = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)?\.? (?:de )?[^\W\d_]{3,}\.?,? (?:de )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
)


def date_in(line: str) -> str | None:
    """Return the day that a line names: ISO 8601 where dateutil reads it without a guess, else as printed, else None.

    A day needs a year, and a month by name or in ISO order: 03/04/2023 is two days, and neither is returned.
    """
    match = _DAY.search(line)
    if match is None:
        return None
    if dotted := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", match.group()):  # day first, wherever dots are used
        day, month, year = dotted.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    from dateutil.parser import ParserError, parse  # noqa: PLC0415  few texts have such a line

    try:
        days = {parse(match.group(), default=datetime(2000, m, m)).date() for m in (1, 2)}  # noqa: DTZ001  days have no zone
    except (ParserError, OverflowError):
        return match.group()
    return days.pop().isoformat() if len(days) == 1 else match.group()
