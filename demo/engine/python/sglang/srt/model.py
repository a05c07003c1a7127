"""The model: layers of weights, and what a forward pass does with them.

A kernel is one keyed BLAKE2b pass over a block of weights. That is real work whose time is in
proportion to the block, on any CPU, and its digest is the next hidden state: so a model is
deterministic, and a change that only makes it faster must leave every token as it was.
"""

from array import array
from dataclasses import dataclass
from hashlib import blake2b, shake_128

from sglang.srt.model_config import ModelConfig

STATE_BYTES = 32


def kernel(block: bytes, state: bytes) -> bytes:
    """One pass over a block of weights; gives the next hidden state."""
    return blake2b(block, key=state, digest_size=STATE_BYTES).digest()


class RotaryEmbedding:
    """Turns a position into the rotation that attention applies at that position."""

    def __init__(self, hidden_size: int) -> None:
        self.frequencies = shake_128(b"rotary").digest(hidden_size * hidden_size * 7 // 2)

    def at(self, position: int) -> bytes:
        """The rotation at one position."""
        return kernel(self.frequencies, position.to_bytes(8, "little"))


class DecoderLayer:
    """One layer: attention, then a feed-forward network."""

    def __init__(self, index: int, hidden_size: int, rotary: RotaryEmbedding) -> None:
        square = hidden_size * hidden_size
        self.attention = shake_128(b"attention %d" % index).digest(4 * square)
        self.feed_forward = shake_128(b"feed forward %d" % index).digest(8 * square)
        self.rotary = rotary

    def forward(self, state: bytes, rotation: bytes) -> bytes:
        """The layer's output for a hidden state at a position with this rotation."""
        return kernel(self.feed_forward, kernel(self.attention, state + rotation))

    def decode(self, state: bytes, position: int) -> bytes:
        """The layer's output for the one token at a position."""
        return self.forward(state, self.rotary.at(position))


@dataclass
class Sequence:
    """A text in the making: its hidden state and the position of its next token."""

    state: bytes = bytes(STATE_BYTES)
    position: int = 0


class Model:
    """Weights and forward passes for one sequence at a time."""

    # Prefill handles this many tokens in one pass over the weights.
    CHUNK = 16

    def __init__(self, config: ModelConfig) -> None:
        self.vocab_size = config.vocab_size
        self.rotary = RotaryEmbedding(config.hidden_size)
        self.layers = [
            DecoderLayer(index, config.hidden_size, self.rotary)
            for index in range(config.num_hidden_layers)
        ]

    def extend(self, sequence: Sequence, token_ids: list[int]) -> None:
        """Prefill: takes the prompt's next tokens in, at most CHUNK of them."""
        state = kernel(array("I", token_ids).tobytes(), sequence.state)
        rotation = self.rotary.at(sequence.position)
        for layer in self.layers:
            state = layer.forward(state, rotation)
        sequence.state = state
        sequence.position += len(token_ids)

    def decode(self, sequence: Sequence) -> None:
        """Takes in the token that was sampled last."""
        for layer in self.layers:
            sequence.state = layer.decode(sequence.state, sequence.position)
        sequence.position += 1

    def sample(self, sequence: Sequence) -> int:
        """The id of the most likely next token."""
        return int.from_bytes(sequence.state[:4], "little") % self.vocab_size
