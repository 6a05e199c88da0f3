"""`make bench`: each claim about speed, measured with its limit in the same run. Each is a process of its own."""

import subprocess
import sys

for measurement in ("replay", "loading", "append", "act", "publish", "verify", "lists"):
    print(f"--- bench.{measurement}", flush=True)
    if subprocess.run([sys.executable, "-m", f"bench.{measurement}"], check=False).returncode:
        sys.exit(1)
