"""What `make` runs: `python3 -m bootstrap WORD`.

The first lines keep to a syntax that old Pythons read, so that they get a sentence and not a traceback.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an old Python must read this far and be told)
    sys.stderr.write(
        "Alteram needs Python 3.11 or newer and this is %d.%d. Install a newer one and name it: make %s PYTHON=python3.11\n"
        % (sys.version_info[0], sys.version_info[1], sys.argv[1] if len(sys.argv) > 1 else "demo")
    )
    sys.exit(1)

from bootstrap import commands

sys.exit(commands.main(sys.argv[1:]))
