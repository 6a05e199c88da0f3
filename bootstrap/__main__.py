"""What `make` runs: `python3 -m bootstrap WORD`.

The first lines keep to a syntax that old Pythons read, so that they get a sentence and not a traceback.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an old Python must read this far and be told)
    sys.stderr.write(
        "Alteram needs Python 3.11 or newer and this is {}.{}. Install a newer one and name it: "
        "make {} PYTHON=python3.11\n".format(sys.version_info[0], sys.version_info[1], (*sys.argv, "demo")[1])
    )
    sys.exit(1)

from bootstrap import commands

sys.exit(commands.main(sys.argv[1:]))
