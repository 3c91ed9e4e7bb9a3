"""Decode JSON responses to typed models: this SDK's classes against pydantic's and msgspec's of the same shape.

    python benchmarks/decoding.py [--quick]

Every figure includes parsing the JSON: pydantic and msgspec use their own parsers, in Rust and C.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import pydantic
from report import Goal, Report, Table, main
from samples import v1_chat, v2_message
from shapes import msgspec_struct, pydantic_model
from timing import cpu_seconds, per_run

from v0_client import models

ROUNDS, TIMES = 15, 5
LIMITS = {"v1 chat": 0.8, "v2 message": 0.9}


def ours(model: Any, body: bytes) -> Any:
    return model.from_dict(json.loads(body))


def contenders(model: type[Any], body: bytes) -> dict[str, Callable[[], object]]:
    validator = pydantic.TypeAdapter(pydantic_model(model)).validate_json
    decoder = msgspec.json.Decoder(msgspec_struct(model)).decode
    return {
        "v0-client": partial(ours, model, body),
        "json.loads alone": partial(json.loads, body),
        "pydantic": partial(validator, body),
        "msgspec": partial(decoder, body),
    }


def measure(quick: bool) -> Report:
    rounds = 5 if quick else ROUNDS
    responses = {
        "v1 chat": ("500 messages", models.ChatDetail, v1_chat(500)),
        "v2 message": ("400 parts", models.Message, v2_message(400)),
    }
    rows: list[list[str]] = []
    goals: list[Goal] = []
    heads: list[str] = []
    for name, (size, model, response) in responses.items():
        body = json.dumps(response, ensure_ascii=False).encode()
        runs = contenders(model, body)
        assert ours(model, body).to_dict() == response
        spent = cpu_seconds({who: per_run(run, TIMES) for who, run in runs.items()}, rounds=rounds)
        what = f"{name} of {size}"
        heads = [f"ms of CPU, best of {rounds}", "KB", *runs]
        rows.append([what, f"{len(body) / 1000:.0f}", *(f"{seconds * 1000 / TIMES:.2f}" for seconds in spent.values())])
        ratio = spent["v0-client"] / spent["pydantic"]
        goals.append(
            Goal(
                what=f"decoding a {what}", peer="pydantic's validate_json", got=ratio, limit=LIMITS[name], headline=True
            )
        )
    return Report(
        title="Decoding responses",
        intro="JSON bytes to typed models. The peers' have the same fields; they drop unknown fields, which ours keep.",
        tables=[Table(heads=heads, rows=rows)],
        goals=goals,
    )


if __name__ == "__main__":
    main(measure)
