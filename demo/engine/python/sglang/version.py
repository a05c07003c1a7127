"""The engine's version, as `/server_info` reports it."""

__version__ = "0.2.0"
