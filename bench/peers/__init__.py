"""Models that the usual tools keep a history of, for `bench/append.py`. Needs requirements/bench.txt."""
