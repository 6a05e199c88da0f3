"""Where things lie in a checkout. Everything that is made here is ignored by git and may be deleted at any time."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REQUIREMENTS = CHECKOUT / "requirements"
VENV = CHECKOUT / ".venv"
DEMO = CHECKOUT / ".demo"
NODE_MODULES = CHECKOUT / "node_modules"
UI = CHECKOUT / "src" / "alteram_web" / "ui"


def program(name: str) -> str:
    """Path of a program that the virtual environment carries."""
    return str(VENV / "bin" / name)
