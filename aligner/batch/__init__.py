"""Many pairs of texts in one run, on one machine or on a cluster.

``plan``        what is to be aligned: a manifest, two folders, a pattern, works' folders
``shard``       what one worker does: read, encode together, align, write
``outcome``     what became of a pair, and the figures of its alignment
``engine``      shards through any ``concurrent.futures.Executor``, a bounded number at a time
``processes``   an executor of processes on this machine, which end with the process that started them
``reports``     what became of all pairs, as a report, a table and a summary
``joined``      all alignments together in another format
``pairing``     which documents of two folders belong together
"""

from __future__ import annotations

from aligner.batch.engine import align_pairs
from aligner.batch.outcome import Outcome
from aligner.batch.plan import Pair, Plan
from aligner.batch.shard import Job

__all__ = ["Job", "Outcome", "Pair", "Plan", "align_pairs"]
