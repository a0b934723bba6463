"""Developers' commands: tests, checks, benchmarks, pins. They work in a checkout, not in an installed wheel."""

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("deptry", "."),
    ("hadolint", "Dockerfile"),
    ("docker-compose", "config", "--quiet"),
)
PIN = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--upgrade", "--no-emit-index-url", "--no-emit-find-links", "--annotation-style", "line"),
    *("--custom-compile-command", "./run lock", "pyproject.toml"),
)


def run_tests(arguments: Sequence[str]) -> int:
    """Pytest, in the checkout."""
    return _call((sys.executable, "-m", "pytest", *arguments))


def run_checks() -> int:
    """Each check in turn, all of them even where one fails; 0 where all pass."""
    status = 0
    for check in CHECKS:
        print("::", *check, file=sys.stderr)  # noqa: T201 -- which check the lines below come from
        status |= _call((str(_tool(check[0])), *check[1:])) != 0
    return int(status)


def run_bench(name: str, arguments: Sequence[str]) -> int:
    """One benchmark of tests/bench, by the name of its file."""
    names = sorted(path.stem for path in (ROOT / "tests" / "bench").glob("*.py") if path.stem != "__init__")
    if name not in names:
        print(f"no benchmark {name!r}; there are: {', '.join(names)}", file=sys.stderr)  # noqa: T201
        return 2
    os.chdir(ROOT)
    sys.argv = [name, *arguments]
    importlib.import_module(f"tests.bench.{name}").main()
    return 0


def run_lock() -> int:
    """Both lock files: what the bot needs, and with it what developers need."""
    plain = _call((str(_tool("uv")), *PIN[1:], "-o", "requirements.lock"))
    return plain or _call(
        (
            str(_tool("uv")),
            *PIN[1:],
            "--group",
            "dev",
            "-c",
            "requirements.lock",
            "-o",
            "requirements-dev.lock",
        )
    )


def _tool(name: str) -> Path:
    return Path(sys.executable).parent / name


def _call(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 -- our own tools, by full path
