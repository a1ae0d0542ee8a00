"""Every error that the library raises.

AlignerError            something the user can fix; the message is one sentence that says how
├── InputError          a file or text that cannot be read as what it should be
├── OutputError         a file that cannot be written
├── LadderError         beads that leave out, repeat or cross segments
└── ModelError          an encoder that is missing, damaged or unusable
"""


class AlignerError(Exception):
    """Base of all errors that a message of one sentence can explain."""


class InputError(AlignerError):
    """A file or text cannot be read as what it should be."""


class OutputError(AlignerError):
    """A file cannot be written; no partial file is left, and an earlier file of that name is unchanged."""


class LadderError(AlignerError):
    """Beads do not use every segment of both texts exactly once and in order."""


class ModelError(AlignerError):
    """An encoder is missing, damaged or unusable."""
