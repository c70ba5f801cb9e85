# One command each, on a machine with nothing but Python 3.11 or later, make and git.
# Another Python:  make test PYTHON=python3.12
# Another place:   make test VENV=/somewhere/else

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2
DATA ?= ../shared/data

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
# The wheel is built and installed once: its tests are a group, and a group stays on one worker.
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

DEMO_CLAIM := fixtures/claims/clean-organisation.yaml
DEMO_DATE := 2026-06-01

# The parts each installation adds are stamped, and made again when pyproject.toml changes.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
BENCH := $(VENV)/.installed-bench

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo dev quick test lint types imports rules docs reliability bench registries clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 20

demo: $(RUN) ## check a clean claim and show its report
	@$(BIN)/offsetcheck check $(DEMO_CLAIM) --as-of $(DEMO_DATE) || { code=$$?; \
	  echo "demo: this claim should pass (exit code 0), but the check ended with $$code." >&2; \
	  echo "demo: README.md, 'Exit codes', says what $$code means." >&2; exit 1; }

dev: $(DEV) ## install everything a contributor needs into .venv

lint: $(DEV) ## code style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## mypy --strict
	$(BIN)/mypy --strict

imports: $(DEV) ## the direction of imports
	$(BIN)/lint-imports --no-logo

rules: $(DEV) ## lint the rulebook and run every rule's examples
	$(BIN)/offsetcheck rules lint
	$(BIN)/offsetcheck rules test
	$(BIN)/offsetcheck rules mutate --min 95 >/dev/null

docs: $(DEV) ## write docs/ anew from the rulebook, with the mutation figure
	$(BIN)/offsetcheck rules mutate -o rules/mutation.json >/dev/null
	for lang in ja en; do \
		$(BIN)/offsetcheck rules docs --lang $$lang -o docs/rulebook.$$lang.md; \
		$(BIN)/offsetcheck rules docs --traceability --lang $$lang -o docs/traceability.$$lang.md; \
	done

quick: lint imports types ## the checks for while you work: under a minute
	$(PYTEST) -q -m "not slow"

test: lint types imports rules ## everything CI runs
	$(PYTEST)

reliability: $(DEV) ## the property tests again, with thousands of new random cases
	$(PYTEST) -m hypothesis --hypothesis-profile=soak

bench: $(BENCH) ## measure speed against hand-written SQL and other engines
	@test -d benchmarks || { echo "bench: this checkout has no benchmarks/ folder, so there is nothing to measure." >&2; exit 2; }
	$(BIN)/python -m benchmarks

registries: $(RUN) ## read real registry files (DATA=folder) and write what became of each
	$(BIN)/python -m offsetcheck.programmes.acceptance "$(DATA)" benchmarks/registries.md

clean: ## remove what the targets above have made, .venv included
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "offsetcheck needs Python 3.11 or later; '$(PYTHON)' is missing or older." >&2; \
	  echo "Install one and name it, for example: make $(or $(MAKECMDGOALS),test) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment; on Debian or Ubuntu install the package python3-venv." >&2; exit 2; }

$(RUN): pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev]'
	@touch $@ $(RUN)

$(BENCH): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev,bench]'
	@touch $@ $(DEV) $(RUN)
