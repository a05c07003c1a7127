"""Log lines, on stderr."""

import logging


def configure_logger(level: str, prefix: str = "") -> None:
    """Sets the log's level and form, with a prefix such as " TP0" after the time."""
    logging.basicConfig(
        level=level.upper(),
        format=f"[%(asctime)s{prefix}] %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
        force=True,
    )
