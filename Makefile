# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types docs bench clean

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,docs]"
	touch $@

demo: $(STAMP)            ## read and link the bundled sample reports, which are composed, and open the workbench on them
	$(BIN)/marsad demo

lint: $(STAMP)
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/ruff format --check src tests scripts benchmarks
	$(BIN)/mypy
	$(BIN)/marsad lexicon check

docs: $(STAMP)
	$(BIN)/mkdocs build --strict --quiet --site-dir site

test: lint docs           ## everything that must hold: style, types, lexicon, docs, tests
	$(BIN)/python -m pytest -n auto

bench: $(STAMP)           ## quality, speed and memory; needs the evaluation material (MARSAD_SHARED)
	$(BIN)/python benchmarks/coding.py > benchmarks/figures.json
	$(BIN)/python benchmarks/readme.py < benchmarks/figures.json
	cat benchmarks/figures.json

clean:
	rm -rf $(VENV) site dist .pytest_cache .mypy_cache .ruff_cache
