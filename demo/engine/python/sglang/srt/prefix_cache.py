"""Hidden states of prompts seen before, so that a shared prefix is computed once."""

Key = tuple[bytes, tuple[int, ...]]


class PrefixCache:
    """States by what led to them: the state before a chunk of tokens, and the chunk."""

    CAPACITY = 100_000

    def __init__(self) -> None:
        self._states: dict[Key, bytes] = {}

    def get(self, key: Key) -> bytes | None:
        """The state after a chunk, or None where it has not been seen."""
        return self._states.get(key)

    def put(self, key: Key, state: bytes) -> None:
        """Keeps a state. A full cache starts afresh."""
        if len(self._states) >= self.CAPACITY:
            self._states.clear()
        self._states[key] = state

    def flush(self) -> None:
        """Forgets everything."""
        self._states.clear()
