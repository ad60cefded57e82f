# One entry per job; each makes the environment it needs. `make demo` and `make test` work from a bare checkout.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DB     ?= sqlite
STAMP  := $(VENV)/.installed

.PHONY: install demo test test-all check bench serve lock clean

install: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.x"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	@$(BIN)/python -m examples.printworks.demo --db $(DB)

test: install
	@$(BIN)/python -m pytest -q -m "not slow"

test-all: install
	@$(BIN)/python -m pytest -q

check: install
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy --strict tools
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/unit tests/docs -m "not slow"

bench: install
	@for name in erasure export evidence startup clocks decisions discovery; do echo; echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

	@shared=$${UPHELD_SHARED:-../shared}; if test -d $$shared; then echo; echo "== reading and findings"; \
	  $(BIN)/python -m benchmarks.reading $$shared/reference/gold.jsonl --policies $$shared/policies && \
	  $(BIN)/python -m benchmarks.findings $$shared/reference/findings.jsonl $$shared/policies; fi

serve: install
	@test -f var/demo/upheld.yaml || $(BIN)/python -m examples.printworks.demo --db $(DB)
	@echo "Running the worker of the demo company (re-checks, letters, retries); stop it with Ctrl-C."
	@$(BIN)/upheld worker --dir var/demo

lock:
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-header --strip-extras --allow-unsafe --extra dev --extra postgres --extra mariadb --extra pdf \
	  --output-file requirements/dev.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-header --strip-extras --allow-unsafe --extra postgres --extra mariadb --extra pdf \
	  --output-file requirements/runtime.txt pyproject.toml

clean:
	rm -rf $(VENV) var build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
