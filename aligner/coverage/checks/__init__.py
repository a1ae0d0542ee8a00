"""The checks of coverage: one file per kind of finding.

Covers are measured in units of what is usual between the two texts (``Case.cover``). Thresholds without another reason
beside them were chosen with ``scripts/measure_coverage.py`` on the speech, on news and on verse, as they are and with
errors planted in them: each is the point at which complete translations stay at or near one false finding in 200
sentences while as many of the planted errors as possible are found. docs/benchmarks.md ("Coverage") has the figures.
"""
