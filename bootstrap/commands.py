"""The words that `make` passes on, and what each of them does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap import demo, environment, places, styles
from bootstrap.stop import Stop

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("bandit", "-q", "-c", "pyproject.toml", "-r", "src", "bootstrap"),
)


def main(words: list[str]) -> int:
    """Do what the first word says; further words go to the program behind it. Returns the exit status."""
    todo = {
        "setup": _setup, "demo": _demo, "check": _check, "test": _test, "story": _story, "bench": _bench,
        "faults": _faults, "styles": _styles, "lock": _lock,
    }  # fmt: skip
    if not words or words[0] not in todo:
        print(f"Say one of: {', '.join(todo)}. `make help` explains them.", file=sys.stderr)
        return 2
    try:
        return todo[words[0]](words[1:])
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            f"\nThis account may not write {error.filename}. Run as the one the checkout belongs to.", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        print("\nEnded. Run the same command again to go on.", file=sys.stderr)
        return 130


def _setup(_words: list[str]) -> int:
    environment.prepare("test")
    styles.packages()
    styles.build()
    return 0


def _demo(_words: list[str]) -> int:
    asked = os.environ.get("PORT", "8000")
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise Stop(f"PORT is {asked!r}. Name a number from 1 to 65535, for example: PORT=8123 make demo")
    demo.run(int(asked))
    return 0


def _check(_words: list[str]) -> int:
    environment.prepare("test")
    return _run_checks()


def _run_checks() -> int:
    for words in CHECKS:
        print(f"$ {' '.join(words)}", flush=True)
        if code := _program(*words):
            return code
    return 0


def _test(words: list[str]) -> int:
    """Checks, then every test, on every core. The last line is the test runner's own summary."""
    _setup([])
    return _run_checks() or _program("pytest", "--numprocesses", "auto", *words)


def _story(words: list[str]) -> int:
    """The fast tests: no database."""
    environment.prepare("test")
    folders = [
        str(folder) for folder in (Path("tests/stories"), Path("tests/alteram")) if (places.CHECKOUT / folder).is_dir()
    ]
    return _program("pytest", *folders, *words)


def _faults(words: list[str]) -> int:
    """The machine fails in every way, over and over, for ALTERAM_FAULTS_MINUTES (an hour unless told)."""
    environment.prepare("test")
    os.environ.setdefault("ALTERAM_FAULTS_MINUTES", "60")
    return _program("pytest", "tests/faults", "-s", *words)


def _bench(words: list[str]) -> int:
    environment.prepare("bench")
    if not (places.CHECKOUT / "bench" / "__main__.py").is_file():
        raise Stop("There is nothing to measure yet: bench/ holds no measurements.")
    return _program("python", "-m", "bench", *words)


def _styles(_words: list[str]) -> int:
    environment.prepare("demo")
    styles.build()
    return 0


def _lock(_words: list[str]) -> int:
    """Pin the newest versions that pyproject.toml and package.json allow. Needs uv, which only maintainers need."""
    uv = shutil.which("uv")
    if uv is None:
        raise Stop("uv makes the lock files and is not on the PATH. Install it with: python3 -m pip install uv")
    common = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--upgrade", "--quiet"]
    extras = [word for extra in ("site", "embedded", "styles") for word in ("--extra", extra)]
    compile_ = [uv, "pip", "compile", "pyproject.toml", *common, *extras]
    todo = (
        [*compile_, "-o", "requirements/demo.txt"],
        [*compile_, "--group", "dev", "-c", "requirements/demo.txt", "-o", "requirements/test.txt"],
        [
            *compile_,
            "--group",
            "dev",
            "--group",
            "bench",
            "-c",
            "requirements/test.txt",
            "-o",
            "requirements/bench.txt",
        ],
    )
    for words in todo:
        if code := subprocess.run(words, cwd=places.CHECKOUT, check=False).returncode:
            return code
    environment.prepare("demo")
    styles.relock()
    return 0


def _program(*words: str) -> int:
    """Run a program of the environment in the checkout; returns its exit status."""
    path = f"{places.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    told = {**os.environ, "PATH": path, "PYTHONPATH": str(places.CHECKOUT / "src")}
    return subprocess.run([places.program(words[0]), *words[1:]], cwd=places.CHECKOUT, env=told, check=False).returncode
