# Two commands are enough: `make demo` and `make test`. The others are named by `make help`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test format soak bench vendor vendor-check environment-run environment-test browser

VENV := .venv/bin

# What was compiled once is kept: every server and program that a test starts reads all of it.
unexport PYTHONDONTWRITEBYTECODE

help:  ## What can be asked for
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

demo: environment-run  ## Build the demonstration county if it is not there, and serve it here
	@exec $(VENV)/hearth demo

demo-reset: environment-run  ## The same from the beginning: what was done in it is lost
	@exec $(VENV)/hearth demo --reset

# Types are checked while the tests begin, and what was found is said at the end. The first time the
# tests are collected once before: what each worker would compile for itself is there when they start.
test: environment-test browser  ## The whole check: format, types, contracts, tests on both databases, browser
	@echo "Formatting and import contracts; types meanwhile."
	@found=$$(mktemp); $(VENV)/mypy > $$found 2>&1 & types=$$!; \
	trap 'kill $$types 2> /dev/null || true; rm -f $$found' EXIT; \
	$(VENV)/ruff format --check --quiet . || { echo "Run make format."; exit 1; }; \
	$(VENV)/ruff check --quiet .; \
	$(VENV)/djlint --quiet --lint templates; \
	$(VENV)/lint-imports; \
	compgen -G 'tests/__pycache__/conftest.*-pytest-*.pyc' > /dev/null \
		|| $(VENV)/pytest --collect-only -q > /dev/null || true; \
	echo "Tests, on SQLite and PostgreSQL and in a browser."; \
	$(VENV)/pytest -n 3 --dist worksteal -q --whole && tests=0 || tests=$$?; \
	wait $$types && types_hold=0 || types_hold=$$?; \
	cat $$found; \
	exit $$(( tests | types_hold ))

format: environment-test  ## Format, and mend what can be mended
	@$(VENV)/ruff check --fix --quiet . || true
	@$(VENV)/ruff format .

soak: environment-test browser  ## The long runs: kills, races, oracles over many more histories
	@$(VENV)/pytest -n 3 --dist worksteal -q --whole --each
	@$(VENV)/pytest -q --each -o "norecursedirs=.* __pycache__" tests/soak

bench: environment-test  ## Measure searches and pages; prints a table and writes bench.json
	@exec $(VENV)/python -m bench

vendor: environment-run  ## Fetch and clean the interface's stylesheets and scripts again (needs npm)
	@$(VENV)/python scripts/vendor_assets.py

vendor-check: environment-run  ## Compare the installed components with every published example (needs npm)
	@$(VENV)/python scripts/vendor_assets.py --check

environment-run environment-test:
	@scripts/environment.sh $(@:environment-%=%)

browser:
	@scripts/browser.sh
