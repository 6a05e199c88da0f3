"""From a fresh checkout to a running site, with the standard library alone.

Nothing in here is part of the product: it finds Python, installs what the lock files name, starts a PostgreSQL
server for the demo and the tests, builds the style sheet and serves the site. `make` calls it and nothing else does.
"""
