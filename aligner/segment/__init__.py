"""From paragraphs to segments: one engine for every language, and data files that a speaker of a language can edit.

The engine (`engine`) looks for every place that could end a sentence and asks what is left of it (`full_stop`), what is
right of it (`right_of_stop`, `openings`), what encloses it (`paired_marks`), and what the script and the line do there
(`unspaced_scripts`, `line_breaks`). What it knows of a language comes from `language_rules`.
"""

from __future__ import annotations

from aligner.segment.engine import cut, explain_cuts
from aligner.segment.long_segments import LONGEST
from aligner.segment.own_segmenters import fit_sentences
from aligner.segment.verdict import Decision, Rule

__all__ = ["LONGEST", "Decision", "Rule", "cut", "explain_cuts", "fit_sentences"]
