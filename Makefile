# make demo    two simulated days against the built-in arXiv replica; no network needed
# make test    all tests
# make models  tests of real sentence models, which have to be installed (gigabytes)
# make check   format, lint, types, layers, tests, documentation
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development

.PHONY: demo test models check lint clean

demo: $(RUNTIME)
	@$(BIN)/paperlode demo

test: $(DEVELOPMENT)
	@$(BIN)/python -m pytest --cov --cov-report=term $(ARGS)

models: $(DEVELOPMENT)
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[models]'
	@$(BIN)/python -m pytest tests/ranking/real_models.py $(ARGS)

check: lint test

lint: $(DEVELOPMENT)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@echo "Making a Python environment in $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "paperlode needs Python 3.11 or newer; call make with PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 2; }

$(RUNTIME): $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing paperlode into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(DEVELOPMENT): $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing paperlode and its development tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(RUNTIME)

clean:
	rm -rf $(VENV) demo build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
