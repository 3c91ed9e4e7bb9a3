"""The version, in one place; no package metadata is read at run time."""

__version__ = "0.1.0"
