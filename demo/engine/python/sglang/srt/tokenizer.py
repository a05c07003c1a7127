"""Words and their token ids: a word is a token.

The word `t42` is token 42; any other word gets an id by its checksum.
"""

from zlib import crc32


class Tokenizer:
    """Between text and token ids of one vocabulary."""

    def __init__(self, vocab_size: int) -> None:
        self.vocab_size = vocab_size

    def encode(self, text: str) -> list[int]:
        """The token ids of a text. An empty text is one token, the beginning of a text."""
        return [self._token_id(word) for word in text.split()] or [0]

    def decode(self, token_ids: list[int]) -> str:
        """A text of these tokens."""
        return " ".join(f"t{token_id}" for token_id in token_ids)

    def _token_id(self, word: str) -> int:
        if word[0] == "t" and word[1:].isascii() and word[1:].isdigit():
            return int(word[1:]) % self.vocab_size
        return crc32(word.encode()) % self.vocab_size
