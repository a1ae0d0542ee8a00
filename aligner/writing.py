"""Scripts that are written without spaces: the one definition that every room uses.

Two groups are distinguished, because they treat spaces between sentences differently:

- Chinese and Japanese put no space between words *nor* between sentences. A line break inside a paragraph
  is not a space, and two sentences are joined without one.
- Thai, Lao, Khmer, Burmese and Tibetan put no space between words, but a space separates clauses and sentences (for
  Thai: the spacing rules of the Royal Institute). A space that was typed is punctuation and is kept, and two sentences
  are joined with one; only a line break between two such characters may be dropped.

Each constant is the inside of a character class of a regular expression, to be used as ``f"[{UNSPACED_WORDS}]"``.
"""

from __future__ import annotations

HAN_AND_KANA = (
    "\u2e80-\u2fff"  # radicals
    "\u3005-\u3007"  # 々 〆 〇
    "\u3021-\u3029\u3038-\u303b"  # Hangzhou numerals, iteration marks
    "\u3040-\u30ff\u31f0-\u31ff"  # hiragana, katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han, with extension A and the compatibility characters
    "\uff66-\uff9f"  # halfwidth katakana
    "\U00020000-\U0003134f"  # Han, extensions B to G
)
"""Letters of Chinese and Japanese."""

SOUTHEAST_ASIAN = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff"  # Tibetan
    "\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff"  # Burmese and its extensions
    "\u1780-\u17ff"  # Khmer
)
"""Letters, vowel signs and digits of the scripts that separate sentences, but not words, by spaces."""

UNSPACED_SENTENCES = HAN_AND_KANA + "\u3000-\u303f\uff00-\uffef"
"""Letters and punctuation (full-width forms included) between which Chinese and Japanese write no space at all."""

UNSPACED_WORDS = HAN_AND_KANA + SOUTHEAST_ASIAN
"""Letters between which a word may end without a space."""
