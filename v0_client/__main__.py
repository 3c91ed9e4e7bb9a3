"""`python -m v0_client`: the command line."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main(f"python -m {__package__}")
