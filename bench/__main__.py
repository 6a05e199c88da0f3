"""`make bench`: each claim about speed, measured with its limit in the same run."""

import sys

from bench import append, loading, replay, verify

for measurement in (replay, loading, append, verify):
    print(f"--- {measurement.__name__}", flush=True)
    if measurement.main():
        sys.exit(1)
