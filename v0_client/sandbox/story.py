"""What the sandbox's model says and writes, in words: the same for the same prompt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = 24
"""Characters by which a text grows from one event to the next."""


@dataclass(frozen=True, slots=True)
class Story:
    """The content of one turn."""

    title: str
    thinking: str
    opening: str
    page: str
    package: str
    build_output: str
    closing: str

    @classmethod
    def of(cls, prompt: str) -> Story:
        request = " ".join(re.sub(r"sandbox:\S+", "", prompt).split()) or "an empty page"
        title = _shortened(request, 40)
        name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "app"
        return cls(
            title=title,
            thinking=f"The user asks for: {request}. One page with a heading will do; first I look at what is there.",
            opening=f"I'll build this for you: **{title}**. Let me look at the project before I write the page.",
            page=(
                "export default function Page() {\n"
                "  return (\n"
                '    <main className="p-8">\n'
                f"      <h1>{{{json.dumps(title, ensure_ascii=False)}}}</h1>\n"
                "    </main>\n"
                "  )\n"
                "}\n"
            ),
            package=json.dumps(
                {"name": name, "private": True, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}, indent=2
            )
            + "\n",
            build_output="> next build\n\n   ▲ Next.js 16.0.0\n \u001b[32m✓\u001b[0m Compiled successfully\n",
            closing=f"Done: `app/page.tsx` now shows “{title}”. 🎉",
        )


def growth(text: str) -> Iterator[tuple[str, str]]:
    """The text as it grows: pairs of all that was there before and the piece that is new."""
    for start in range(0, len(text), PIECE):
        yield text[:start], text[start : start + PIECE]


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
