# Works from a fresh clone with nothing but Python 3.11+ (venv, pip) and make. Each target sets itself up in .venv.
PYTHON ?= python3
VENV := .venv
BENCH := .venv-bench
LOWEST := .venv-lowest
BIN := $(VENV)/bin
INSTALL := -m pip --disable-pip-version-check install --quiet
PIP := $(BIN)/python $(INSTALL) --constraint scripts/constraints.txt
INPUTS := pyproject.toml scripts/constraints.txt
PIP_PIN = "$$(grep '^pip==' scripts/constraints.txt)"

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this help
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "v0-client needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) $(PIP_PIN)

$(VENV)/.demo: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox]'
	@touch $@

$(VENV)/.examples: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox]' --group examples
	@touch $@

$(VENV)/.generate: $(INPUTS) | $(BIN)/python
	$(PIP) --editable . --group generate
	@touch $@

$(VENV)/.test: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox,cli,mcp]' --group test
	@touch $@

$(VENV)/.check: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox,cli,mcp]' --group check
	@touch $@

$(VENV)/.release: $(INPUTS) | $(BIN)/python
	$(PIP) --editable '.[sandbox,cli,mcp]' --group release
	@touch $@

$(VENV)/.docs: $(INPUTS) | $(BIN)/python
	$(PIP) --editable . --group docs
	@touch $@

.PHONY: demo
demo: $(VENV)/.demo ## Stream, poll and initialise a chat against the local sandbox; LIVE=1 asks the real service
	@$(BIN)/python scripts/demo.py $(if $(LIVE),--live)

.PHONY: example
example: $(VENV)/.examples ## Run an example against a sandbox: NAME=batch, ARGS='...'; LIVE=1 asks the real service
	@$(BIN)/python $(if $(LIVE),,scripts/sandboxed.py) examples/$(or $(NAME),NAME).py $(ARGS)

.PHONY: test
test: $(VENV)/.test ## Run the test suite
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

.PHONY: coverage
coverage: $(VENV)/.test ## Run the test suite and measure branch coverage of what is written by hand
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

$(LOWEST)/.installed: $(INPUTS) scripts/lowest_versions.py
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python $(INSTALL) $(PIP_PIN)
	$(LOWEST)/bin/python scripts/lowest_versions.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python $(INSTALL) --constraint $(LOWEST)/constraints.txt --editable '.[sandbox,cli]' --group test-core
	@touch $@

.PHONY: test-lowest
test-lowest: $(LOWEST)/.installed ## Run the core of the suite on the lowest declared versions, in an environment of its own
	@$(LOWEST)/bin/python scripts/lowest_versions.py --installed
	$(LOWEST)/bin/python -m pytest --numprocesses auto -m 'not slow and not node' @tests/core.txt $(ARGS)

.PHONY: check
check: $(VENV)/.check ## Check format, lint, types, the document, generated code, imports, dependencies and budgets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/basedpyright --verifytypes v0_client --ignoreexternal > $(VENV)/types.txt || { cat $(VENV)/types.txt; exit 1; }
	$(BIN)/openapi-spec-validator openapi/v0.yaml
	$(BIN)/python scripts/generate.py --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/dependency_check.py
	$(BIN)/python scripts/import_budget.py

.PHONY: generate
generate: $(VENV)/.generate ## Write openapi/v0.yaml and v0_client/_generated from openapi/parts
	$(BIN)/python scripts/generate.py

.PHONY: check-generated
check-generated: $(VENV)/.generate ## Fail when v0_client/_generated is not what `make generate` writes
	$(BIN)/python scripts/generate.py --check

.PHONY: format
format: $(VENV)/.generate ## Format the code and apply ruff's fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(BENCH)/.installed: benchmarks/constraints.txt benchmarks/package.json pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python $(INSTALL) $(PIP_PIN)
	$(BENCH)/bin/python $(INSTALL) --constraint benchmarks/constraints.txt --editable . --group bench
	@if command -v npm >/dev/null; then npm install --prefix benchmarks --no-package-lock --no-audit --no-fund --silent; \
	else echo "npm is not installed: the vendor's client is left out"; fi
	@touch $@

.PHONY: bench
bench: $(BENCH)/.installed $(VENV)/.generate ## Measure speed, memory and start-up beside peers; QUICK=1 takes a minute
	$(BENCH)/bin/python benchmarks/run.py $(if $(QUICK),--quick)

# make exits with 2 whatever a recipe's status is; CI that must distinguish 1 from 2 runs the script.
# The vendor publishes https://api.v0.dev/v1/openapi.json and https://api.v0.dev/v2/openapi/json: the default of SPEC.
.PHONY: drift
drift: $(VENV)/.generate ## Compare openapi/v0.yaml with the published documents: SPEC='path-or-URL ...', SINCE=OLD, ARGS=--help
	@$(BIN)/python scripts/drift.py $(SPEC) $(foreach old,$(SINCE),--since $(old)) $(if $(JSON),--json) $(ARGS)

.PHONY: draft
draft: $(VENV)/.generate ## Write the skeleton of an operation into openapi/parts: OPERATION="GET /v1/user", SPEC='path-or-URL ...'
	$(if $(OPERATION),,$(error OPERATION is missing: make draft OPERATION="GET /v1/user"))
	@$(BIN)/python scripts/draft.py "$(OPERATION)" $(SPEC)

.PHONY: docs
docs: $(VENV)/.docs ## Build the documentation site into site/; broken links fail
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/zensical build --clean --strict

.PHONY: package
package: $(VENV)/.check ## Build the sdist and, from it, the wheel, and show that both work in a clean environment
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python -m pytest -p no:randomly tests/package/built.py

.PHONY: release
release: $(VENV)/.release ## Check, build and tag a release: VERSION=1.2.3; DRY_RUN=1 keeps only dist/
	$(if $(VERSION),,$(error VERSION is missing: make release VERSION=1.2.3))
	$(BIN)/python scripts/release.py $(VERSION) $(if $(DRY_RUN),--dry-run)

.PHONY: vendor
vendor: ## Copy the package into another service: DEST=path/to/package, WITHOUT=sandbox leaves that out
	$(if $(DEST),,$(error DEST is missing: make vendor DEST=service/_vendor/v0))
	@$(PYTHON) scripts/vendor.py "$(DEST)" $(if $(WITHOUT),--without $(WITHOUT))

.PHONY: picture
picture: $(VENV)/.test ## Record the command line in a terminal and draw docs/assets/cli-*.svg
	$(BIN)/python scripts/picture.py

.PHONY: clean
clean: ## Remove the virtual environments, caches and what was built
	rm -rf $(VENV) $(BENCH) $(LOWEST) .coverage* benchmarks/node_modules .cache site .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: load
load: $(VENV)/.test ## Show 1,000 streams and 500 waits at once, 4,000 streams under deadlines, 1,000 relays; takes minutes
	$(BIN)/python tests/stress/load.py
	$(BIN)/python tests/stress/deadlines.py
	$(BIN)/python tests/stress/relays.py

.PHONY: soak
soak: $(VENV)/.test ## Show that 10,000 calls and streams, good and bad, leave nothing behind; takes minutes
	$(BIN)/python tests/stress/soak.py $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.test ## Feed 100,000 malformed responses to every decoder; takes minutes
	$(BIN)/python tests/stress/fuzz.py $(ARGS)
