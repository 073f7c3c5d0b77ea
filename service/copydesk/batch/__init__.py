"""Many documents: JSON lines in, JSON lines out, in order, each cleaned in a child process that can be killed."""

from copydesk.batch.lines import Totals, run
from copydesk.batch.workers import Limits, Workers

__all__ = ["Limits", "Totals", "Workers", "run"]
