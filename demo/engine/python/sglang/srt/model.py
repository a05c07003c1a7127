"""The model: layers of weights, and what a forward pass does with them.

A kernel digests hidden states with a block of weights, keyed BLAKE2b in place of arithmetic: so a
model is deterministic, and a change that only makes it faster must leave every token as it was. Its
time is the device's, in proportion to the block that it reads.
"""

from array import array
from dataclasses import dataclass
from hashlib import blake2b, shake_128

from sglang.srt.device import Device
from sglang.srt.model_config import ModelConfig

STATE_BYTES = 32
BYTES_PER_SECOND = 500e6
# So many tokens are handled while a block of weights is read once.
CHUNK = 32


def digest(data: bytes, state: bytes) -> bytes:
    """The next hidden state."""
    return blake2b(data, key=state, digest_size=STATE_BYTES).digest()


class Kernel:
    """A pass over a block of weights of so many bytes."""

    def __init__(self, device: Device, name: str, size: int) -> None:
        self.device = device
        # A part stands for the whole: the time is the device's, not that of this machine.
        self.weights = shake_128(name.encode()).digest(STATE_BYTES)
        self.seconds = size / BYTES_PER_SECOND

    def run(self, states: list[bytes]) -> list[bytes]:
        """The next state of each sequence of a batch."""
        for _ in range(0, len(states), CHUNK):
            self.device.launch(self.seconds)
        return [digest(self.weights, state) for state in states]


class RotaryEmbedding:
    """Turns positions into the rotations that attention applies at those positions."""

    def __init__(self, device: Device, hidden_size: int) -> None:
        self.frequencies = Kernel(device, "rotary", 8 * hidden_size * hidden_size)

    def at(self, positions: list[int]) -> list[bytes]:
        """The rotation at each position of a batch."""
        return self.frequencies.run([position.to_bytes(8, "little") for position in positions])


class DecoderLayer:
    """One layer: attention, then a feed-forward network."""

    def __init__(
        self, device: Device, index: int, hidden_size: int, rotary: RotaryEmbedding
    ) -> None:
        square = hidden_size * hidden_size
        self.attention = Kernel(device, f"attention {index}", 9 * square)
        self.feed_forward = Kernel(device, f"feed forward {index}", 18 * square)
        self.rotary = rotary

    def forward(self, states: list[bytes], rotations: list[bytes]) -> list[bytes]:
        """The layer's output for a batch of hidden states at positions with these rotations."""
        rotated = [state + turn for state, turn in zip(states, rotations, strict=True)]
        return self.feed_forward.run(self.attention.run(rotated))

    def decode(self, states: list[bytes], positions: list[int]) -> list[bytes]:
        """The layer's output for the one token of each sequence at its position."""
        return self.forward(states, self.rotary.at(positions))


@dataclass
class Sequence:
    """A text in the making: its hidden state and the position of its next token."""

    state: bytes = bytes(STATE_BYTES)
    position: int = 0


class Model:
    """Weights and forward passes: prefill for one sequence at a time, decode for a batch."""

    def __init__(self, config: ModelConfig, device: Device) -> None:
        self.vocab_size = config.vocab_size
        self.rotary = RotaryEmbedding(device, config.hidden_size)
        self.layers = [
            DecoderLayer(device, index, config.hidden_size, self.rotary)
            for index in range(config.num_hidden_layers)
        ]

    def extend(self, sequence: Sequence, token_ids: list[int]) -> None:
        """Prefill: takes the prompt's next tokens in, at most CHUNK of them."""
        states = [digest(array("I", token_ids).tobytes(), sequence.state)]
        rotations = self.rotary.at([sequence.position])
        for layer in self.layers:
            states = layer.forward(states, rotations)
        sequence.state = states[0]
        sequence.position += len(token_ids)

    def decode(self, batch: list[Sequence]) -> None:
        """Takes in the token of each sequence that was sampled last."""
        states = [sequence.state for sequence in batch]
        positions = [sequence.position for sequence in batch]
        for layer in self.layers:
            states = layer.decode(states, positions)
        for sequence, state in zip(batch, states, strict=True):
            sequence.state = state
            sequence.position += 1

    def sample(self, sequence: Sequence) -> int:
        """The id of the most likely next token."""
        return int.from_bytes(sequence.state[:4], "little") % self.vocab_size
