# Two commands are enough for a newcomer: `make demo` and `make test`.
# They need git, make and Python 3.11 or newer with its venv module (Debian: git make python3 python3-venv).

MAKEFLAGS += --no-print-directory
PYTHON_IN_VENV := .venv/bin/python
PYTEST := $(PYTHON_IN_VENV) -m pytest
PURE := tests/domain tests/checks tests/formats
COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url

# Where the environment forbids it, every process would compile all its modules anew: half the time of the tests.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench docs lock clean base dev

help:
	@echo "make demo    the example controller: from its published policy to the proof"
	@echo "make test    all tests; says at the end what could not run"
	@echo "make lint    ruff, mypy, import-linter, deptry"
	@echo "make bench   the published benchmarks"
	@echo "make docs    checks every link of the documentation"
	@echo "make lock    writes requirements/*.txt anew from pyproject.toml (needs uv)"
	@echo "make clean   removes .venv, caches and the demo's folder"

base dev:
	@sh scripts/install $@

demo: base
	@$(PYTHON_IN_VENV) -m varsam demo $(ARGS)

# The pure floors come first: they are quick, and what is wrong there is wrong everywhere above.
test: dev
	@$(PYTHON_IN_VENV) -m compileall -q -j 0 src
	$(PYTEST) -q -n auto $(PURE)
	$(PYTEST) -q -n auto --dist loadfile $(addprefix --ignore=,$(PURE)) $(ARGS)

lint: dev
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m mypy
	.venv/bin/lint-imports
	$(PYTHON_IN_VENV) -m deptry src

bench: dev
	@$(PYTHON_IN_VENV) scripts/run_benchmarks.py $(ARGS)

docs: dev
	$(PYTHON_IN_VENV) scripts/check_links.py

lock:
	@command -v uv >/dev/null || { echo "varsam: uv is missing; it is only needed to lock: pipx install uv" >&2; exit 1; }
	uv pip compile $(COMPILE) pyproject.toml -o requirements/base.txt
	uv pip compile $(COMPILE) --group dev --extra workers --extra documents --extra letters pyproject.toml -o requirements/dev.txt
	uv pip compile $(COMPILE) requirements/build.in -o requirements/build.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
