"""Every knob once: its values, its unit, its default and its reason.

The environment (`COPYDESK_REPAIR=off`), the command line (`--repair off`) and a request (`"repair": "off"`) fill the same
fields through `Options.of`. A request cannot set those whose metadata says `request=False`: its Content-Type and the
server's own limits do.
"""

from __future__ import annotations

import os
import re
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from copydesk.errors import OptionError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

METHODS = ("desk", "lead", "lexrank", "textrank", "lsa", "luhn", "edmundson", "none")
PREFIX = "COPYDESK_"


def _knob(
    default: Any, say: str, *, choices: tuple[str, ...] = (), limits: tuple[int, int] = (0, 0), request: bool = True
) -> Any:
    return field(default=default, metadata={"help": say, "choices": choices, "limits": limits, "request": request})


@dataclass(frozen=True, slots=True)
class Options:
    """How to clean: frozen and picklable, so that a pipeline can send it to its workers."""

    input: str = _knob("auto", "What the source is; auto looks for markup.", choices=("auto", "html", "text"), request=False)
    repair: str = _knob(
        "safe",
        "How far sentence repair goes: off, or safe (rules that are certain). deep (a language model decides the rest) "
        "is not in this version and answered with an error.",
        choices=("off", "safe", "deep"),
    )
    captions: str = _knob(
        "drop", "What becomes of the captions under a page's pictures: drop, or keep.", choices=("drop", "keep")
    )
    summary: str = _knob("desk", "Summary method; none leaves the summary empty.", choices=METHODS)
    sentences: int = _knob(3, "Summary length in sentences.", limits=(1, 100))
    words: int = _knob(0, "Summary budget in words, kept strictly; 0 is no budget.", limits=(0, 10_000))
    language: str = _knob("", "ISO 639-1 code of the text; empty is: ask the page, else detect it.")
    title: str = _knob("", "The headline, where the caller knows it; it helps to find where the article begins.")
    url: str = _knob("", "Address of the page, as a hint only: nothing is fetched.")
    charset: str = _knob("", "Charset that the transport declared for a source given as bytes.", request=False)
    source_text: bool = _knob(default=False, say="Whether the record carries the source text that offsets refer to.")
    max_bytes: int = _knob(
        20_000_000, "Largest source, in bytes; a larger one is an error.", limits=(1, 1_000_000_000), request=False
    )

    def __post_init__(self) -> None:
        for knob in fields(self):
            _check(knob, getattr(self, knob.name))
        if self.repair == "deep":
            raise Unavailable(
                "repair 'deep' needs a language model that this version of Copydesk does not bring; use repair 'safe'"
            )

    @classmethod
    def of(cls, values: Mapping[str, object], base: Options | None = None) -> Options:
        """Return `base` (or the defaults) with `values` put in; text is converted to a number or truth value.

        Raises OptionError for an unknown name (with the nearest known one) or a value that does not fit.
        """
        known = {knob.name: knob for knob in fields(cls)}
        for name in values:
            if name not in known:
                near = get_close_matches(name, known, 1)
                raise OptionError(
                    f"unknown option '{name}'" + (f"; did you mean '{near[0]}'?" if near else f"; known: {', '.join(known)}")
                )
        changes: dict[str, Any] = {name: _converted(known[name], value) for name, value in values.items()}
        return replace(base or cls(), **changes)

    @classmethod
    def of_request(cls, values: Mapping[str, object], base: Options) -> Options:
        """Return `of`, for the options that a request may set."""
        for knob in fields(cls):
            if knob.name in values and not knob.metadata["request"]:
                raise OptionError(f"option '{knob.name}' is the server's to set, not a request's")
        return cls.of(values, base)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Options:
        """Return the defaults with `COPYDESK_*` variables put in; variables that name no option are not looked at."""
        named = {knob.name: PREFIX + knob.name.upper() for knob in fields(cls)}
        return cls.of({name: environment[variable] for name, variable in named.items() if variable in environment})


def _converted(knob: Field[Any], value: object) -> object:
    if isinstance(value, str) and isinstance(knob.default, bool):
        truth = {
            "true": True,
            "1": True,
            "yes": True,
            "on": True,
            "false": False,
            "0": False,
            "no": False,
            "off": False,
        }
        return truth.get(value.lower(), value)
    if isinstance(value, str) and isinstance(knob.default, int) and re.fullmatch(r"-?\d{1,18}", value):
        return int(value)
    return value


def _check(knob: Field[Any], value: object) -> None:
    kind = type(knob.default)
    if type(value) is not kind:
        wanted = {bool: "true or false", int: "a whole number", str: "text"}[kind]
        raise OptionError(f"option '{knob.name}' takes {wanted}, not {value!r:.40}")
    choices, (low, high) = knob.metadata["choices"], knob.metadata["limits"]
    if choices and value not in choices:
        raise OptionError(f"option '{knob.name}' takes one of {', '.join(choices)}, not {value!r:.40}")
    if knob.name == "language" and not re.fullmatch(r"[a-z]{2,3}|", str(value)):
        raise OptionError(f"option 'language' takes an ISO 639-1 code such as en, not {value!r:.40}")
    if isinstance(value, int) and high and not low <= value <= high:
        raise OptionError(f"option '{knob.name}' takes {low} to {high}, not {value}")
