# Everything runs in .venv, which these targets make: Python 3.11+ (with venv) and make are all that is needed.
PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)

.PHONY: coverage gate demo test lint types soak bench figures pictures clean

demo: .venv/app.stamp
	$(BIN)/duesheet demo duesheet-demo

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/pyright

# Branches, in every process that a test starts; tests that only repeat them (`no_cover`) are not counted.
coverage: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=
	$(MAKE) gate

# What of the product ran, as the tests counted it: every branch of the rules, 95 of 100 of all.
gate: .venv/dev.stamp
	$(BIN)/python -m coverage report --include='rules/*' --fail-under=100
	$(BIN)/python -m coverage report --fail-under=95

soak: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto -m soak

pictures: .venv/dev.stamp
	$(BIN)/python benchmarks/pictures.py

bench: .venv/dev.stamp
	for name in bars growth judge page reports whole_pass workbook; do $(BIN)/python "benchmarks/$$name.py" || exit 1; done

figures: .venv/dev.stamp
	$(BIN)/python -m tests.house

clean:
	rm -rf .venv duesheet-demo

.venv/app.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

# pip learned --group in 25.1; the constraint keeps this working with the pip that Python brought.
.venv/dev.stamp: .venv/app.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[notify,cluster]' --group dev
	touch $@
