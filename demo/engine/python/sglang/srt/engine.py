"""A model being served: the scheduler, and what the server says of itself."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from sglang.srt.faults import Faults
from sglang.srt.model_config import ModelConfig
from sglang.srt.model_runner import ModelRunner
from sglang.srt.protocol import Limits, Progress
from sglang.srt.scheduler import Request, Scheduler
from sglang.version import __version__


class Engine:
    """The scheduler and the state of the server around it."""

    def __init__(self, args: argparse.Namespace, config: ModelConfig, faults: Faults) -> None:
        self.args = args
        self.config = config
        self.faults = faults
        self.context_length = args.context_length or config.max_position_embeddings
        self.scheduler = Scheduler(
            ModelRunner(config, faults),
            faults,
            max_running=args.max_running_requests or 256,
            use_cache=not args.disable_radix_cache,
        )
        self.model_name = args.served_model_name or args.model_path
        self.is_ready = False
        self.is_exiting = False

    def limits(self) -> Limits:
        """What the server takes now. The faults of answers begin when it is ready."""
        return Limits(
            context_length=self.context_length,
            wrong_answers=self.faults.wrong_answers,
            refuse=self.faults.refuse and self.is_ready,
        )

    def progress(self, request: Request) -> Iterator[Progress]:
        """Follows a submitted request to its end."""
        text, shown, finished = "", 0, False
        while not finished:
            count, made_at = request.progress.get()
            finished = request.finish_reason is not None and count == len(request.words)
            text += "".join(f" {word}" for word in request.words[shown:count])
            shown = count
            yield Progress(count, text, finished, made_at)

    def result(self, request: Request) -> Progress:
        """Waits for the end of a submitted request."""
        *_, last = self.progress(request)
        return last

    def model_info(self) -> dict[str, Any]:
        """What `/model_info` answers."""
        return {
            "model_path": self.args.model_path,
            "served_model_name": self.model_name,
            "tokenizer_path": self.args.tokenizer_path or self.args.model_path,
            "is_generation": True,
            "preferred_sampling_params": None,
            "weight_version": "default",
            "load_format": self.args.load_format,
            "has_image_understanding": False,
            "has_audio_understanding": False,
            "model_type": self.config.model_type,
            "architectures": self.config.architectures,
        }

    def server_info(self) -> dict[str, Any]:
        """What `/server_info` answers: every flag, the API key too, and the scheduler's state."""
        return {
            **vars(self.args),
            "launch_command": " ".join(sys.argv),
            "max_total_num_tokens": self.config.max_total_num_tokens,
            "max_req_input_len": self.context_length - 1,
            "internal_states": [
                {
                    "num_running_reqs": len(self.scheduler.running),
                    "num_waiting_reqs": len(self.scheduler.waiting),
                }
            ],
            "version": __version__,
        }

    def models(self) -> dict[str, Any]:
        """What `/v1/models` answers."""
        card = {
            "id": self.model_name,
            "object": "model",
            "owned_by": "sglang",
            "root": self.model_name,
            "max_model_len": self.context_length,
        }
        return {"object": "list", "data": [card]}
