# Academe's one-liners. `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 6543
SITE   ?= district
# A process for each processor, at most four; TOGETHER= runs the tests in one.
TOGETHER ?= -n auto --maxprocesses 4 --dist worksteal
# Python keeps the tests it has compiled, whatever it is told elsewhere: five seconds a process.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help install run test test-quick test-browser test-long check format messages clean manual benchmark

help: ## list every one-liner
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Academe needs Python 3.11 or newer. Install it: sudo apt install python3-venv, or name one: PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. Install it: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(BIN)/academe: $(BIN)/python setup.cfg pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.tests: $(BIN)/academe
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

$(VENV)/.checks: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,check]'
	@touch $@

install: $(BIN)/academe ## make .venv/bin/academe

run: $(BIN)/academe ## make a sample district if there is none, and serve it (PORT=6543)
	@test -e $(SITE)/etc/development.ini || $(BIN)/academe demo $(SITE) --no-serve
	$(BIN)/academe serve $(SITE)/etc/development.ini --port $(PORT)

test: $(VENV)/.tests ## every test; those of the browser where Chromium is found
	$(PYTEST) $(TOGETHER) -m 'not long'

test-quick: $(VENV)/.tests ## every test but those of the browser
	$(PYTEST) $(TOGETHER) -m 'not long and not browser'

test-browser: $(VENV)/.tests ## the tests in a real browser only
	$(PYTEST) $(TOGETHER) -m 'browser and not long'

test-long: $(VENV)/.tests ## the long fault, load and property runs
	$(PYTEST) -m long

check: $(VENV)/.checks ## format, lint, types, floors, licences
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) -q $(TOGETHER) tests/house

format: $(VENV)/.checks ## let ruff put the code in order
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

messages: $(BIN)/academe ## gather the sentences anew for translators (src/academe/locale)
	$(BIN)/python -W ignore::UserWarning -m academe.web.catalogues

manual: $(VENV)/.tests ## take the pictures of docs/manuals anew (needs Chromium)
	PYTHONPATH=. $(BIN)/python -W ignore::UserWarning docs/manuals/take_pictures.py

benchmark: $(BIN)/academe ## measure pages against a bare Pyramid, as ratios (benchmarks/README.md)
	$(BIN)/python benchmarks/pages.py

clean: ## remove .venv and caches (never a district's data)
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
