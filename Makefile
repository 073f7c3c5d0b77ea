# Two commands do everything: `make demo` and `make test`. Each target makes .venv when it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
BIND ?= 127.0.0.1:8000

.PHONY: help demo test check serve bench bench-extraction train clean lock docs

help:
	@echo "make demo   set up, clean the articles of seeds/ over HTTP, print what came out and why"
	@echo "make test   set up, run the tests"
	@echo "make check  everything CI runs: ruff, mypy, import-linter, generated docs, tests"
	@echo "make serve  the service on $(BIND)"
	@echo "make bench  quality and speed on DATA=$(DATA)"
	@echo "make train  train and cross-validate the learned judge on DATA (4 minutes)"
	@echo "make bench-extraction  what is kept of pages and dumps, by Copydesk and its peers; after make train"
	@echo "make docs   write docs/rules.md and docs/options.md anew"
	@echo "make lock   write the hashed requirement files anew"
	@echo "make clean  remove .venv and caches"

$(VENV)/.ready: pyproject.toml requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Copydesk needs Python 3.11 or newer: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.ready
	@$(BIN)/python bench/demo.py seeds

test: $(VENV)/.ready
	$(BIN)/pytest

check: $(VENV)/.ready
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

serve: $(VENV)/.ready
	$(BIN)/copydesk serve --bind $(BIND)

bench: $(VENV)/.ready
	$(BIN)/python bench/run.py $(DATA)

train: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[train]'
	$(BIN)/python bench/train.py $(DATA)

bench-extraction: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[train,peers]'
	$(BIN)/python bench/extraction.py $(DATA)

docs: $(VENV)/.ready
	$(BIN)/python docs/generate.py

lock: $(VENV)/.ready
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
