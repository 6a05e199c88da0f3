# The only entry. Everything behind it is in bootstrap/, which needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
RUN = @command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name yours: make $@ PYTHON=/path/to/python3" >&2; exit 1; }; \
	exec $(PYTHON) -m bootstrap

.DEFAULT_GOAL := help
.PHONY: help setup demo test check story faults bench styles lock

help:  ## what you can do here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

setup:  ## install everything for working on Alteram into .venv and node_modules
	$(RUN) setup

demo:  ## a whole fictional body on http://localhost:8000/ (another port: PORT=8123 make demo)
	$(RUN) demo

test:  ## everything, as CI runs it: the checks, then all tests
	$(RUN) test

check:  ## format, lint, types, import contracts, security lint
	$(RUN) check

story:  ## only the fast tests: no database, a few seconds
	$(RUN) story

faults:  ## the machine fails in every way under load, for an hour (another length: ALTERAM_FAULTS_MINUTES=5 make faults)
	$(RUN) faults

bench:  ## the measurements behind every claim about speed
	$(RUN) bench

styles:  ## build the style sheet
	$(RUN) styles

lock:  ## choose the newest versions and write requirements/ and package-lock.json (for maintainers)
	$(RUN) lock
