"""A small serving engine with the commands, flags, printed lines and files of SGLang."""

from sglang.version import __version__

__all__ = ["__version__"]
