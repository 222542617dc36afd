"""Academe: a school district's course and content repository."""

__version__ = "0.1.0"
