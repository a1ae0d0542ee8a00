"""The checks of coverage: one file a kind of finding."""
