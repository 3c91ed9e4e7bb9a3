# Works from a fresh clone with nothing but Python 3.11+ (venv, pip) and make. Each target sets itself up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint scripts/constraints.txt
INPUTS := pyproject.toml scripts/constraints.txt

.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "v0-client needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet "$$(grep '^pip==' scripts/constraints.txt)"

$(VENV)/.demo: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox]'
	@touch $@

$(VENV)/.test: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox,cli]' --group test
	@touch $@

$(VENV)/.check: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox,cli]' --group check
	@touch $@

.PHONY: demo
demo: $(VENV)/.demo ## Stream, poll and initialise a chat against the local sandbox; LIVE=1 asks the real service
	@$(BIN)/python scripts/demo.py $(if $(LIVE),--live)

.PHONY: test
test: $(VENV)/.test ## Run the test suite
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

.PHONY: check
check: $(VENV)/.check ## Check format, lint, types, the document, the generated code, import rules and budgets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/openapi-spec-validator openapi/v0.yaml
	$(BIN)/python scripts/generate.py --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/import_budget.py

.PHONY: generate
generate: $(VENV)/.check ## Write v0_client/_generated from openapi/v0.yaml
	$(BIN)/python scripts/generate.py

.PHONY: check-generated
check-generated: $(VENV)/.check ## Fail when v0_client/_generated is not what `make generate` writes
	$(BIN)/python scripts/generate.py --check

.PHONY: format
format: $(VENV)/.check ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(VENV)/.demo ## Print what an event costs as its message grows
	$(BIN)/python benchmarks/growth.py

.PHONY: clean
clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: load
load: $(VENV)/.test ## Show 1,000 streams and 500 waits at once from one client, and what they take
	$(BIN)/python tests/stress/load.py $(ARGS)

.PHONY: soak
soak: $(VENV)/.test ## Show that 10,000 calls and streams, good and bad, leave nothing behind; takes minutes
	$(BIN)/python tests/stress/soak.py $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.test ## Feed 100,000 broken answers to every decoder; takes minutes
	$(BIN)/python tests/stress/fuzz.py $(ARGS)
