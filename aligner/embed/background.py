"""How frequent words are in general, by the built-in model's vocabulary: no list of words of any language is needed."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.embed import builtin


def log_probabilities(words: Sequence[str]) -> list[float]:
    """Return the natural logarithm of each word's probability in the text that the vocabulary was made from.

    That text has a hundred languages, so values are comparable within a language only. A word of several pieces has the
    sum of theirs. A word counts as it is written or in small letters, whichever is more frequent. Raises ``ModelError``
    when the built-in model is not here.

    Source: the unigram language model of Kudo (2018, *Subword Regularization*), trained by XLM-R (Conneau et al. 2020).
    """
    vocabulary = builtin.read_vocabulary(builtin.find_file())
    tokenizer = builtin.build_tokenizer(vocabulary)
    scores = [score for _, score in vocabulary.pieces]
    forms = [form.translate(vocabulary.normalization) for word in words for form in (word, word.lower())]
    encoded = tokenizer.encode_batch(forms, add_special_tokens=False)
    sums = [sum(scores[number] for number in one.ids) for one in encoded]
    return [max(pair) for pair in zip(sums[::2], sums[1::2], strict=True)]
