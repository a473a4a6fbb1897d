# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
BASE := $(VENV)/.base
STAMP := $(VENV)/.installed

.PHONY: demo test browser screenshots lint types docs bench dist pythons sbom audit clean

# What the program needs; then what developing it needs. constraints.txt names versions that go together, so that pip need not search.
$(BASE): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(STAMP): $(BASE)
	$(PIP) -e ".[dev,docs]"
	touch $@

demo: $(BASE)            ## read and link the bundled sample reports, which are composed, and open the workbench on them
	$(BIN)/marsad demo

lint: $(STAMP)
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/ruff format --check src tests scripts benchmarks
	$(BIN)/mypy
	$(BIN)/marsad lexicon check

docs: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir site

# The browser of the tests: the system's package where we may install it; else the tests say what is missing.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
		|| echo "no Chromium: install it, or set MARSAD_CHROMIUM to its path, or the tests in tests/browser fail" >&2

screenshots: $(STAMP) browser   ## pictures of every page, both languages, wide and narrow, light and dark, in screenshots/
	MARSAD_SCREENSHOTS=$(CURDIR)/screenshots $(BIN)/python -m pytest tests/browser -k accessible -n auto

test: lint docs browser   ## everything that must hold: style, types, lexicon, docs, tests
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: $(STAMP)           ## quality, speed and memory; needs the evaluation material (MARSAD_SHARED)
	$(PIP) -e ".[bench]"
	$(BIN)/python benchmarks/coding.py > benchmarks/figures.json
	$(BIN)/python benchmarks/readme.py < benchmarks/figures.json
	$(BIN)/python benchmarks/linking.py > benchmarks/linking.json
	cat benchmarks/figures.json benchmarks/linking.json
	$(BIN)/python benchmarks/workbench.py
	$(BIN)/python benchmarks/export.py

dist: $(STAMP)            ## wheel and sdist, checked as an index would
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/twine check --strict dist/*

# As a user would have it: the wheel in an environment of its own, and tests that know nothing of the tree but themselves.
pythons: dist             ## the wheel, installed and tested on each supported Python that is here
	@for v in 3.11 3.12 3.13; do \
		python=$$(for p in python$$v "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$v*/bin/python3; do "$$p" -V >/dev/null 2>&1 && echo "$$p" && break; done); \
		test -n "$$python" || { echo "Python $$v is not here: the wheel was NOT tested on it" >&2; continue; }; \
		rm -rf build/python$$v && "$$python" -m venv build/python$$v \
		&& build/python$$v/bin/pip install --quiet --disable-pip-version-check -c constraints.txt "$$(ls dist/*.whl)[hf,notebook,parquet]" $(WHEEL_NEEDS) \
		&& MARSAD_INSTALLED=1 build/python$$v/bin/python -m pytest -p no:cacheprovider $(WHEEL_TESTS) || exit 1; done
WHEEL_NEEDS := ipykernel nbclient onnx pandas pytest hypothesis
# What a user does first, then what differs from one Python to the next: words, dates, frames, models, the store.
WHEEL_TESTS := tests/packaging/test_installed.py tests/annotate tests/claims tests/coders tests/lexicon tests/link tests/notebook tests/text

# What users get and nothing else: an environment with the product alone.
CLEAN := build/clean
$(CLEAN)/.installed: $(STAMP)
	rm -rf $(CLEAN) && $(PYTHON) -m venv --without-pip $(CLEAN)
	$(BIN)/python -m pip --python $(CLEAN)/bin/python install --quiet --disable-pip-version-check .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[release]"
	touch $@

sbom: $(CLEAN)/.installed  ## what is installed with Marsad, as CycloneDX
	mkdir -p dist
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file dist/marsad.cdx.json $(CLEAN)/bin/python

audit: $(CLEAN)/.installed ## known weaknesses of what is installed with Marsad; asks the network
	$(BIN)/pip-audit --path $(CLEAN)/lib/python3*/site-packages

clean:
	rm -rf $(VENV) site dist build .pytest_cache .mypy_cache .ruff_cache
