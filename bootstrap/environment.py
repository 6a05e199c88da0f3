"""The virtual environment `.venv`, filled from a lock file whose every package is pinned by its SHA-256."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from bootstrap import places, stamp
from bootstrap.only_one import only_one
from bootstrap.stop import Stop


def prepare(lock: str) -> None:
    """Make `.venv` hold what `requirements/LOCK.txt` names; do nothing if the stamp says that it does."""
    with only_one(places.DEMO / "setup.lock"):
        files = _covered_by(lock)
        if _has_python() and stamp.holds(_stamp(lock), stamp.digest([_lock(lock)])):
            return
        if not _has_python():
            _make()
        _install(lock)
        for name in files:
            stamp.put(_stamp(name), stamp.digest([_lock(name)]))


def _covered_by(lock: str) -> tuple[str, ...]:
    """The test lock is the demo's and more, with the same pins; that of the measurements is the test's and more."""
    locks = ("demo", "test", "bench")
    return locks[: locks.index(lock) + 1]


def _lock(name: str) -> Path:
    return places.REQUIREMENTS / f"{name}.txt"


def _stamp(name: str) -> Path:
    return places.VENV / f"installed-{name}.sha256"


def _has_python() -> bool:
    """Is there an environment that answers, with pip, of the Python we run under?"""
    python = places.program("python")
    if not Path(python).exists():
        return False
    asked = "import pip, sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _make() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise Stop(
            f"This Python has no {missing[0]} module, which makes the virtual environment. "
            "On Debian and Ubuntu: apt-get install python3-venv. Then run the same command again."
        )
    print("Making the virtual environment .venv", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(places.VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Stop(
            f"The virtual environment {places.VENV} could not be made: {_last_line(made.stdout + made.stderr)} "
            "Make sure that the folder can be written to and the disk has room, then run the same command again."
        )


def _install(lock: str) -> None:
    print(f"Installing what requirements/{lock}.txt names (a minute or two the first time)", flush=True)
    log = places.VENV / "install.log"
    arguments = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--quiet"]
    command = [places.program("python"), "-m", "pip", "install", *arguments, "-r", str(_lock(lock))]
    with log.open("w", encoding="utf-8") as told:
        done = subprocess.run(command, stdout=told, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise Stop(
            f"pip could not install the packages: {_last_line(log.read_text(encoding='utf-8'))} "
            f"Check that this machine reaches its package index, then run the same command again. All it said: {log}"
        )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it said nothing."])[-1]
