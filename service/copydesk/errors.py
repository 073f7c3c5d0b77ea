"""What can go wrong, as one tree.

CopydeskError
├── OptionError         an option is unknown, or its value is (HTTP 400)
│   └── Unavailable     the option exists, but not in this installation (HTTP 400)
├── InputError          the input is no article in any sense (HTTP 415)
│   ├── BadRecord       a line or body is not the JSON object that was announced (HTTP 400)
│   └── TooLarge        the input is over the limit (HTTP 413)
├── TrailError          an audit trail does not fit the text that it is applied to
└── WorkerError         a child process could not clean a document
    ├── TimedOut        it took longer than its limit (HTTP 504)
    └── Crashed         the process died (HTTP 422)

An input in which no article is found is not an error: `clean` answers with an `Article` whose `status` is `empty` and
whose `reason` says why.
"""


class CopydeskError(Exception):
    """Any error that Copydesk raises on purpose; its message is a sentence that says what to do."""


class OptionError(CopydeskError):
    """An option is unknown, or its value is not one of those it takes."""


class Unavailable(OptionError):
    """The option is known, but this installation lacks what it needs."""


class InputError(CopydeskError):
    """The input is neither HTML nor plain text."""


class BadRecord(InputError):
    """The input is not a JSON object with the article under `html` or `text`."""


class TooLarge(InputError):
    """The input is larger than `Options.max_bytes`."""


class TrailError(CopydeskError):
    """The edits do not belong to this text."""


class WorkerError(CopydeskError):
    """A child process could not clean a document."""


class TimedOut(WorkerError):
    """Cleaning took longer than its time limit and was stopped."""


class Crashed(WorkerError):
    """The process that cleaned the document died, by a native crash or by its memory limit."""
