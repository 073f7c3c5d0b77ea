"""sumy's methods behind our door: our sentences, no downloads, the same answer in every process."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from copydesk.summary.vectors import stop_words, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

CAP = 200  # sentences; LexRank and TextRank compare all pairs, and a thousand sentences take seconds


class _Tokenizer:
    """What sumy asks of a tokenizer, without NLTK's data, which is a download."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return (paragraph,)

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(tokens(sentence))


def score(method: str, sentences: Sequence[str], language: str | None) -> list[float]:
    """Return the score that sumy's method gives each sentence."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # noqa: PLC0415  sumy loads when it is asked for

    tokenizer = _Tokenizer()
    models = [Sentence(sentence, tokenizer) for sentence in sentences]
    ratings: dict[int, float] = {}

    def keep(infos: Any) -> Any:
        for info in infos:
            ratings[info.order] = float(info.rating)
        return infos

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LSA warns of texts shorter than its dimensions
        _summarizer(method, sentences, language)(ObjectDocumentModel([Paragraph(models)]), keep)
    return [ratings.get(i, 0.0) for i in range(len(sentences))]  # sumy answers nothing where every word is a stop word


def _summarizer(method: str, sentences: Sequence[str], language: str | None) -> Any:
    from sumy.nlp.stemmers import Stemmer, null_stemmer  # noqa: PLC0415

    try:
        stemmer = Stemmer(_SUMY.get(language or "en", language or "en"))
    except LookupError:
        stemmer = null_stemmer
    summarizer = _class(method)(stemmer)
    if method == "lsa":
        # Its rows follow the order of a set, which differs from process to process, and rounding with it.
        build = summarizer._create_dictionary  # noqa: SLF001
        summarizer._create_dictionary = lambda d: {w: i for i, w in enumerate(sorted(build(d)))}  # noqa: SLF001
    summarizer.stop_words = stop_words(language)
    if method == "edmundson":
        # Edmundson (1969) wants word lists; as its bonus words serve those of the opening, which states the subject.
        opening = frozenset(word for sentence in sentences[:2] for word in tokens(sentence)) - stop_words(language)
        summarizer.bonus_words = opening or frozenset({"-"})
        summarizer.stigma_words = frozenset({"-"})
        summarizer.null_words = stop_words(language) or frozenset({"-"})
    return summarizer


_SUMY = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "nl": "dutch",
         "sv": "swedish", "pl": "polish"}  # fmt: skip


def _class(method: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    module, name = {
        "lexrank": ("lex_rank", "LexRankSummarizer"),
        "textrank": ("text_rank", "TextRankSummarizer"),
        "lsa": ("lsa", "LsaSummarizer"),
        "luhn": ("luhn", "LuhnSummarizer"),
        "edmundson": ("edmundson", "EdmundsonSummarizer"),
    }[method]
    return getattr(import_module(f"sumy.summarizers.{module}"), name)
