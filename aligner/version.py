"""The version of the package, read by the build and written into every file that the package makes."""

__version__ = "0.2.0"
