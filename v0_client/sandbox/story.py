"""What the sandbox's model says and writes, in words: the same for the same prompt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = 24
"""Characters by which a text grows from one event to the next."""

DEFAULT_FILES = {
    "app/layout.tsx": (
        "export default function Layout({ children }: { children: React.ReactNode }) {\n"
        '  return <html lang="en"><body>{children}</body></html>\n'
        "}\n"
    ),
    "next.config.mjs": "export default {}\n",
    "package.json": '{"name": "app", "private": true}\n',
    "tsconfig.json": '{"compilerOptions": {"strict": true, "jsx": "preserve"}}\n',
}
"""What every project needs beside the files that were written for it."""


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
    def of(cls, prompt: str, answer: str = "") -> Story:
        """The story of a turn.

        Args:
            prompt: what the user asked for.
            answer: what the user answered to a task since, if anything.
        """
        request = _without_words(prompt) or "an empty page"
        answered = _without_words(answer)
        title = _shortened(request, 40)
        name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "app"
        return cls(
            title=title,
            thinking=f"The user asks for: {request}. One page with a heading will do; first I look at what is there.",
            opening=(
                f"You answered: {answered}. I go on with **{title}**."
                if answered
                else f"I'll build this for you: **{title}**. Let me look at the project before I write the page."
            ),
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


def _without_words(text: str) -> str:
    return " ".join(re.sub(r"sandbox:\S+", "", text).split())


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
