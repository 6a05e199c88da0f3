"""The program of one file is the library word for word, and needs nothing of it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from alteram import cli
from alteram.commands import verifier
from alteram.ledger import export
from tests.alteram.ledger import exports

SOURCE = Path(verifier.__file__).parents[1]


def source_of(module: str) -> str:
    path = SOURCE.joinpath(*module.split("."))
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")


def test_each_module_stands_in_it_word_for_word() -> None:
    made = verifier.single_file()
    program = ast.parse(made)
    held = {
        ast.literal_eval(line.targets[0].slice): ast.literal_eval(line.value)
        for line in program.body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Subscript)
    }

    assert held == {f"alteram.{module}": source_of(module) for module in verifier.MODULES}


def test_it_holds_every_module_that_its_modules_import_and_needs_one_package() -> None:
    own, others = set(), set()
    for module in verifier.MODULES:
        for line in ast.walk(ast.parse(source_of(module))):
            if isinstance(line, ast.ImportFrom) and line.module:
                names = (
                    {f"{line.module}.{name.name}" for name in line.names}
                    if line.module.startswith("alteram")
                    else set()
                )
                own |= {line.module, *names} if line.module.startswith("alteram") else set()
                others.add(line.module.partition(".")[0])
            elif isinstance(line, ast.Import):
                others |= {name.name.partition(".")[0] for name in line.names}
    modules = {name for name in own if (SOURCE.parent / Path(*name.split("."))).with_suffix(".py").exists()}

    assert modules <= {f"alteram.{module}" for module in verifier.MODULES}
    assert others - set(sys.stdlib_module_names) == {"alteram", "cryptography"}


def test_it_runs_where_nothing_of_ours_can_be_imported(tmp_path: Path) -> None:
    export.write(exports.contents(), tmp_path / "record", exports.EXPORTS)
    (tmp_path / "verify.py").write_text(verifier.single_file(), encoding="utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "verify.py", *words], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )

    whole = run("record")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.splitlines()[-1].startswith("No problem found. Checked of lantern.example/log")
    (tmp_path / "record" / "links").write_bytes(bytes(8 * 32))
    assert run("record").returncode == 1
    assert run("nowhere").returncode == 2
    assert "Exit codes: 0 no problem found, 1 problems were found" in (tmp_path / "verify.py").read_text()


def test_the_command_prints_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alteram.cli", "verifier"],
        env={"PYTHONPATH": str(SOURCE.parent)}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == verifier.single_file()
    assert done.returncode == cli.FINE
