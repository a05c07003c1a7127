"""Requests and answers of `/generate` and `/v1/completions` as JSON."""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sglang.srt.arithmetic import answer_words
from sglang.srt.scheduler import Request
from sglang.srt.tokenizer import Tokenizer

Json = dict[str, Any]


class BadRequest(ValueError):
    """A request that cannot be served; the message says why."""


@dataclass(frozen=True)
class Limits:
    """What the server takes, and how well it answers."""

    context_length: int
    wrong_answers: float
    refuse: bool


class Progress(NamedTuple):
    """How far a request is: tokens so far, their text, whether that is all, and since when."""

    tokens: int
    text: str
    finished: bool
    made_at: float


class Prompts(NamedTuple):
    """The requests of a body, and whether it held a list of prompts rather than one."""

    requests: list[Request]
    is_list: bool


def read_generate(body: Json, tokenizer: Tokenizer, limits: Limits) -> Prompts:
    """The requests in a body of `/generate`. Raises BadRequest."""
    prompt = body.get("text") if body.get("text") is not None else body.get("input_ids")
    sampling = body.get("sampling_params") or {}
    if not isinstance(sampling, dict):
        raise BadRequest("sampling_params must be an object.")
    wanted = _or_default(sampling.get("max_new_tokens"), 128)
    rid = str(body.get("rid") or uuid.uuid4().hex)
    return _requests(prompt, wanted, sampling.get("stop"), rid, _sent_at(body), tokenizer, limits)


def read_completion(body: Json, tokenizer: Tokenizer, limits: Limits) -> Prompts:
    """The requests in a body of `/v1/completions`. Raises BadRequest."""
    rid = f"cmpl-{uuid.uuid4().hex}"
    wanted = _or_default(body.get("max_tokens"), 16)
    return _requests(
        body.get("prompt"), wanted, body.get("stop"), rid, _sent_at(body), tokenizer, limits
    )


def _or_default(wanted: Any, default: int) -> Any:
    """What a body asks for; as with SGLang, null asks for nothing."""
    return default if wanted is None else wanted


def _sent_at(body: Json) -> float:
    """When a request was sent, on the device's clock: as its client says, else now."""
    now, sent_at = time.perf_counter(), body.get("sent_at")
    return sent_at if isinstance(sent_at, float) and sent_at <= now else now


def _requests(
    prompt: Any,
    wanted: Any,
    stop: Any,
    rid: str,
    sent_at: float,
    tokenizer: Tokenizer,
    limits: Limits,
) -> Prompts:
    if limits.refuse:
        raise BadRequest("The request queue is full.")
    if type(wanted) is not int or wanted < 0:
        raise BadRequest(f"The number of new tokens must be at least 0, got {wanted!r}.")
    stops = [stop] if isinstance(stop, str) else [str(text) for text in stop or []]
    is_list = isinstance(prompt, list) and bool(prompt) and type(prompt[0]) is not int
    requests = []
    for index, one in enumerate(prompt if is_list else [prompt]):
        token_ids = _token_ids(one, tokenizer)
        if len(token_ids) + wanted > limits.context_length:
            raise BadRequest(
                f"The model's maximum context length is {limits.context_length} tokens, requested"
                f" are {len(token_ids)} of input and {wanted} of output."
            )
        is_text = isinstance(one, str)
        requests.append(
            Request(
                rid=f"{rid}_{index}" if is_list else rid,
                prompt=token_ids,
                max_new_tokens=wanted,
                sent_at=sent_at,
                stop=stops,
                answer=answer_words(one, limits.wrong_answers) if is_text else None,
            )
        )
    return Prompts(requests, is_list)


def _token_ids(prompt: Any, tokenizer: Tokenizer) -> list[int]:
    if isinstance(prompt, str):
        return tokenizer.encode(prompt)
    if isinstance(prompt, list) and prompt and all(type(item) is int for item in prompt):
        return [item % tokenizer.vocab_size for item in prompt]
    raise BadRequest("A prompt must be a text or a list of token ids.")


def error_body(message: str) -> Json:
    """An error as both routes give it."""
    return {"error": {"message": message, "type": "invalid_request_error", "code": 400}}


def generate_body(request: Request, progress: Progress) -> Json:
    """An answer of `/generate`: all the text so far."""
    return {
        "text": progress.text,
        "meta_info": {
            "id": request.rid,
            "finish_reason": request.finish_reason if progress.finished else None,
            "prompt_tokens": len(request.prompt),
            "weight_version": "default",
            "completion_tokens": progress.tokens,
            "cached_tokens": request.cached_tokens,
        },
        "made_at": progress.made_at,
    }


def completion_body(model: str, requests: list[Request], texts: list[str]) -> Json:
    """The whole answer of `/v1/completions`, a choice for each request."""
    choices = zip(texts, [_reason(request) for request in requests], strict=True)
    return _completion(requests[0].rid, model, list(choices), _usage(requests))


def completion_chunks(
    model: str, request: Request, progress: Callable[[Request], Iterator[Progress]]
) -> Iterator[Json]:
    """The answer of `/v1/completions` piece by piece, its usage with the last one."""
    shown = 0
    for step in progress(request):
        reason = _reason(request) if step.finished else None
        usage = _usage([request]) if step.finished else None
        chunk = _completion(request.rid, model, [(step.text[shown:], reason)], usage)
        yield chunk | {"made_at": step.made_at}
        shown = len(step.text)


def _completion(
    rid: str, model: str, choices: list[tuple[str, str | None]], usage: Json | None
) -> Json:
    return {
        "id": rid,
        "object": "text_completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {"index": index, "text": text, "logprobs": None, "finish_reason": reason}
            for index, (text, reason) in enumerate(choices)
        ],
        "usage": usage,
    }


def _reason(request: Request) -> str | None:
    return None if request.finish_reason is None else str(request.finish_reason["type"])


def _usage(requests: list[Request]) -> Json:
    prompt = sum(len(request.prompt) for request in requests)
    completion = sum(len(request.words) for request in requests)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }
