"""Fail when importing the package loads forbidden modules, or the first use of a version too many.

Counts modules, whose number is the same on every machine; times are for benchmarks.
"""

from __future__ import annotations

import subprocess
import sys

# Modules of its own that `import v0_client` may load, and in total once both versions of the API were used.
OWN_AT_IMPORT = 29
OWN_IN_USE = 60

PROBE = """
import sys
import httpx, attrs, anyio
before = set(sys.modules)
import v0_client
at_import = set(sys.modules) - before
client = v0_client.V0Client(api_key="k")
client.v1.chats, client.v2.chats, client.v2.messages
own = [name for name in sys.modules if name.split(".")[0] == "v0_client"]
print(sum(name.split(".")[0] == "v0_client" for name in at_import), len(own))
print(*sorted(n for n in at_import if "_generated" in n or "sandbox" in n or n.split(".")[-1] in ("cli", "starlette")))
roots = {name.split(".")[0] for name in at_import} - {name.split(".")[0] for name in before}
print(*sorted(roots - sys.stdlib_module_names - {"v0_client", "sniffio"}))
"""


def main() -> int:
    run = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    counts, forbidden, foreign, *_ = [*run.stdout.splitlines(), "", "", ""]
    at_import, in_use = map(int, counts.split())
    print(
        f"modules of v0_client: {at_import} at import (budget {OWN_AT_IMPORT}), {in_use} in use (budget {OWN_IN_USE})"
    )
    problems = []
    if at_import > OWN_AT_IMPORT or in_use > OWN_IN_USE:
        problems.append("over budget")
    if forbidden:
        problems.append(f"loaded before use: {forbidden}")
    if foreign:
        problems.append(f"imports beyond httpx, attrs and anyio: {foreign}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    raise SystemExit(main())
