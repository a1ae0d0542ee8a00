"""Every error that the library raises.

AlignerError            something the user can mend; the message is one sentence that says how
├── InputError          a file or text that cannot be read as what it should be
├── OutputError         a file that cannot be written
├── LadderError         beads that leave out, repeat or cross segments
└── ModelError          an encoder that is missing, damaged or unfit
"""


class AlignerError(Exception):
    """Base of all errors that a message of one sentence can explain."""


class InputError(AlignerError):
    """A file or text cannot be read as what it should be."""


class OutputError(AlignerError):
    """A file cannot be written; nothing of it is left, and what stood there before still does."""


class LadderError(AlignerError):
    """Beads do not cover both sides once each and in order."""


class ModelError(AlignerError):
    """An encoder is missing, damaged or unfit."""
