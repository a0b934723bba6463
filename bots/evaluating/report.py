"""Where an evaluation's figures and picture go."""

from collections.abc import Iterable
from pathlib import Path

from config.settings import load_settings


def report(lines: Iterable[str], picture: str, file: Path, target: Path | None) -> int:
    """Print the figures, and write the picture (SVG) where it was asked for, else into the data folder."""
    target = target or load_settings().data_dir / "eval" / f"{file.stem}.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(picture, encoding="utf-8")
    print("\n".join([*lines, f"picture: {target}"]))  # noqa: T201 -- this is the command's result
    return 0
