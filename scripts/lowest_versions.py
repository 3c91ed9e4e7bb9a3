"""Print constraints that install the package and two of its extras at their lowest declared versions.

    python scripts/lowest_versions.py              # constraints.txt, with the lowest versions in place of its own
    python scripts/lowest_versions.py --installed  # show what is installed of them; fail where it is another version

`make test-lowest` uses both. Needs nothing but Python.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import version
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("cli", "sandbox")  # the package of the extra mcp needs a later httpx than the core does


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lowest_versions() -> dict[str, str]:
    """The lower bound of each requirement of the package and of what `make test-lowest` installs with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest: dict[str, str] = {}
    for requirement in chain(project["dependencies"], *(project["optional-dependencies"][extra] for extra in EXTRAS)):
        bound = re.match(r"([\w.-]+)(?:\[.*?\])?>=([\w.]+)", requirement)
        if bound is None:
            raise SystemExit(f"pyproject.toml: {requirement!r} has no lower bound; write it as 'name>=version,<next'")
        name = normalized(bound[1])
        if lowest.setdefault(name, bound[2]) != bound[2]:
            raise SystemExit(f"pyproject.toml: {name} has two lower bounds, {lowest[name]} and {bound[2]}")
    return lowest


def print_constraints() -> None:
    lowest = lowest_versions()
    for line in (ROOT / "scripts" / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if normalized(line.partition("==")[0]) not in lowest:
            print(line)
    for name, bound in lowest.items():
        print(f"{name}=={bound}")


def check_installed() -> None:
    for name, bound in lowest_versions().items():
        installed = version(name)
        print(f"{name} {installed}", flush=True)
        if installed.removesuffix(".0") != bound.removesuffix(".0"):
            raise SystemExit(f"{name} {installed} is installed, not its lowest declared version {bound}")


if __name__ == "__main__":
    check_installed() if "--installed" in sys.argv[1:] else print_constraints()
