"""What a model folder says about the model: its `config.json`."""

import json
from dataclasses import dataclass
from pathlib import Path


class ModelError(Exception):
    """A model folder that cannot be used; the message says why."""


@dataclass(frozen=True)
class ModelConfig:
    """The sizes of a model and of the memory it is given."""

    model_type: str
    architectures: list[str]
    hidden_size: int
    num_hidden_layers: int
    vocab_size: int
    max_position_embeddings: int
    max_total_num_tokens: int
    memory_limit_batch_size: int | None


def read_model_config(model_path: str) -> ModelConfig:
    """Reads `config.json` of a local model folder.

    Raises ModelError where the folder or the file is missing, or a value is not what it should be.
    """
    file = Path(model_path) / "config.json"
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(
            f"{file} does not exist. --model-path must be a local folder with a config.json."
        ) from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{file} cannot be read: {error}") from error
    if not isinstance(fields, dict):
        raise ModelError(f"{file} must hold one JSON object.")

    def positive(name: str, default: int | None) -> int:
        value = fields.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ModelError(f"{file}: {name} must be a positive integer, it is {value!r}.")
        return value

    limited = fields.get("memory_limit_batch_size") is not None
    return ModelConfig(
        model_type=str(fields.get("model_type", "demo")),
        architectures=[str(name) for name in fields.get("architectures", [])],
        hidden_size=positive("hidden_size", None),
        num_hidden_layers=positive("num_hidden_layers", None),
        vocab_size=positive("vocab_size", None),
        max_position_embeddings=positive("max_position_embeddings", 8192),
        max_total_num_tokens=positive("max_total_num_tokens", 131072),
        memory_limit_batch_size=positive("memory_limit_batch_size", None) if limited else None,
    )
