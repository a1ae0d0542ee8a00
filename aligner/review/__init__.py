"""A page on this machine for correcting alignments; each action is a pin, on disk before the page says so."""

from __future__ import annotations
