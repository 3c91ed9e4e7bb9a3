"""Generate `openapi/v0.yaml` and `v0_client/_generated/` from `openapi/parts/`, or check that they are up to date.

    python scripts/generate.py            write the document and the package
    python scripts/generate.py --check    exit 1 when the committed ones differ

Warnings of openapi-python-client are errors here, and so is what it drops without one: every operation, component,
field and enum value of the document must be found in the output.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
import tempfile
from pathlib import Path

from codegen.building import ROOT, build
from codegen.bundling import BundleError, bundled_text
from codegen.document import DocumentError

PARTS = ROOT / "openapi" / "parts"
DOCUMENT = ROOT / "openapi" / "v0.yaml"
PACKAGE = ROOT / "v0_client" / "_generated"


def differences(left: Path, right: Path) -> list[str]:
    """Paths that are not byte for byte the same in two folders; bytecode aside."""
    mine, others = (
        {p.relative_to(f) for p in f.rglob("*") if p.is_file() and p.suffix != ".pyc"} for f in (left, right)
    )
    _, changed, unreadable = filecmp.cmpfiles(left, right, [str(p) for p in mine & others], shallow=False)
    return sorted([*map(str, mine ^ others), *changed, *unreadable])


def main() -> int:
    """Generate or check; return the exit status."""
    parser = argparse.ArgumentParser(
        description="Generate openapi/v0.yaml and v0_client/_generated from openapi/parts."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the committed files differ")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / DOCUMENT.name, Path(folder) / PACKAGE.name
        try:
            source.write_text(bundled_text(PARTS), encoding="utf-8")
            build(source, target)
        except (BundleError, DocumentError) as error:
            print(f"generation failed: {error}", file=sys.stderr)
            return 1
        if arguments.check:
            changed = differences(target, PACKAGE)
            if not DOCUMENT.is_file() or source.read_bytes() != DOCUMENT.read_bytes():
                changed.insert(0, DOCUMENT.name)
            if changed:
                print("differs from what `make generate` writes: " + ", ".join(changed), file=sys.stderr)
            return int(bool(changed))
        shutil.copy(source, DOCUMENT)
        shutil.rmtree(PACKAGE, ignore_errors=True)
        shutil.copytree(target, PACKAGE)
    print(f"{PACKAGE.relative_to(ROOT)}: {len(list(PACKAGE.rglob('*.py')))} modules")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
