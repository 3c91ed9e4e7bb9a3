"""What `make vendor` runs: copies the package into another service. Needs nothing but Python.

    python scripts/vendor.py ../otherservice/otherservice/_vendor/v0 --without sandbox

The copy imports itself relatively, so it works under any name. Its VENDORED.txt records its origin. Running the
same command again replaces it completely, unless somebody has changed it since.
"""

from __future__ import annotations

import argparse
import hashlib
import keyword
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "v0_client"
STAMP = "VENDORED.txt"
HEADING = "v0-client, copied by its `make vendor`. Do not edit: change the original and copy it again."
PARTS = {"sandbox": "sandbox"}
"""The parts a copy may leave out, by the name of the extra: their place in the package."""


class VendorError(Exception):
    """The copy was not made."""


def vendor(target: Path, without: Sequence[str] = ()) -> str:
    """Make the copy, in place of an earlier one, and return its stamp.

    Args:
        target: The folder that becomes the package; missing parents are created.
        without: Parts to leave out, of `PARTS`.

    Raises:
        VendorError: The folder cannot be a package, or contains anything but an unchanged earlier copy.
    """
    target = Path(target.parent.resolve(), target.name)
    if not target.name.isidentifier() or keyword.iskeyword(target.name):
        raise VendorError(f"{target.name!r} is not the name of a package: end DEST in one that Python can import")
    if target.is_relative_to(PACKAGE) or PACKAGE.is_relative_to(target):
        raise VendorError(f"{target} is inside this package: name a folder in the other service")
    refuse_foreign_content(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Made beside the target, so that it is moved into place in one step and a failure leaves the earlier copy intact.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        made, earlier = Path(folder, "made"), Path(folder, "earlier")
        left_out = {PACKAGE / PARTS[part] for part in without}
        shutil.copytree(
            PACKAGE, made, ignore=lambda at, names: [n for n in names if is_left_out(Path(at, n), left_out)]
        )
        shutil.copy(ROOT / "LICENSE", made)
        stamp = stamp_of(made, without)
        (made / STAMP).write_text(stamp, encoding="utf-8")
        if target.exists():
            target.rename(earlier)
        try:
            made.rename(target)
        except OSError:
            if earlier.exists():
                earlier.rename(target)
            raise
    return stamp


def is_left_out(path: Path, left_out: set[Path]) -> bool:
    return path in left_out or path.name == "__pycache__" or path.name.startswith(".") or path.suffix == ".pyc"


def refuse_foreign_content(target: Path) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise VendorError(f"{target} is not a folder: name one with an earlier copy, or a new one")
    if not any(target.iterdir()):
        return
    stamp = target / STAMP
    text = stamp.read_text(encoding="utf-8", errors="replace") if stamp.is_file() else ""
    if not text.startswith(HEADING):
        raise VendorError(
            f"{target} contains something other than an earlier copy: name another folder, or empty it first"
        )
    if f"contents: {digest(target)}\n" not in text:
        raise VendorError(
            f"{target} was changed since it was copied, and the changes would be lost: bring them into v0-client, or "
            "delete the folder first"
        )


def stamp_of(copy: Path, without: Sequence[str]) -> str:
    document = re.search(
        r"^  version: (\S+)$", (ROOT / "openapi" / "v0.yaml").read_text(encoding="utf-8"), re.MULTILINE
    )
    version = re.search(r'"(.+)"', (PACKAGE / "_version.py").read_text(encoding="utf-8").rpartition("=")[2])
    if document is None or version is None:
        raise VendorError("the version of v0-client, or of openapi/v0.yaml, cannot be read")
    again = f' WITHOUT="{" ".join(without)}"' if without else ""
    facts = {
        "version": version[1],
        "document": f"openapi/v0.yaml of {document[1]}",
        "commit": commit() or "unknown",
        "without": ", ".join(without) or "nothing",
        "needs": "Python 3.11+, anyio, attrs, httpx"
        + ("" if "sandbox" in without else "; sandbox: starlette, uvicorn"),
        "contents": digest(copy),
        "update": f"in a clone of v0-client: make vendor DEST=path/to/this/folder{again}",
    }
    return "\n".join([HEADING, "", *(f"{name}: {value}" for name, value in facts.items()), ""])


def digest(folder: Path) -> str:
    """A digest of the files and their content; caches and Git's line endings do not count."""
    summed = hashlib.sha256()
    for path in sorted(files_of(folder), key=Path.as_posix):
        content = hashlib.sha256((folder / path).read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        summed.update(f"{path.as_posix()} {content}\n".encode())
    return f"sha256:{summed.hexdigest()}"


def files_of(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in relative.parts and relative != Path(STAMP):
            yield relative


def commit() -> str | None:
    """The commit of this clone, with `-dirty` where files differ from it; None outside of a clone."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():  # unpacked inside another repository, whose commit is another
        return None
    command = [git, "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or None


def main() -> int:
    parser = argparse.ArgumentParser(description="Copy the package into another service.")
    parser.add_argument("dest", type=Path, help="the folder that becomes the package, such as service/_vendor/v0")
    parser.add_argument("--without", nargs="+", default=[], choices=sorted(PARTS), help="parts to leave out")
    options = parser.parse_args()
    try:
        stamp = vendor(options.dest, sorted(set(options.without)))
    except (VendorError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.dest}\n\n{stamp}", end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
