"""Every error that the library raises.

AlignerError            something the user can mend; the message is one sentence that says how
├── InputError          a file or text that cannot be read as what it should be
├── LadderError         beads that leave out, repeat or cross segments
└── ModelError          an encoder that is missing, damaged or unfit
"""


class AlignerError(Exception):
    """Base of all errors that a message of one sentence can explain."""


class InputError(AlignerError):
    """A file or text cannot be read as what it should be."""


class LadderError(AlignerError):
    """Beads do not cover both sides once each and in order."""


class ModelError(AlignerError):
    """An encoder is missing, damaged or unfit."""
