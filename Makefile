# Everything this project does, by one word each. `make` alone lists the words.

.DEFAULT_GOAL := help

BIN := .venv/bin
ENVIRONMENT := .venv/.installed
PORT ?= 8000
# Two at a time, since each process that imports TensorFlow and PyTorch takes about a gigabyte.
PARALLEL := -n 2 --dist loadfile
# What makes environments of its own does it with the Python that .venv has, if there is one.
PYTHON := $(firstword $(wildcard $(BIN)/python) python3)

# PyTorch's threads spin while they wait for each other. Two such processes on two cores take each other's time, and
# training becomes ten times slower; threads that sleep instead cost a single process almost nothing.
export OMP_WAIT_POLICY := PASSIVE

.PHONY: help
help:  # List the targets.
	@awk -F ':.*  # ' '/^[a-z-]+:.*  # / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: book
book: $(ENVIRONMENT)  # Execute the pages and build the site at _build/html/index.html.
	@$(BIN)/python -m lossbook_site

.PHONY: site-quick
site-quick: $(ENVIRONMENT)  # Write the English pages anew from their last execution: for a change of looks alone.
	@$(BIN)/python -m lossbook_site --looks

.PHONY: test
test: lint  # Check everything: lint, unit tests, notebooks, the site and its pages in a browser.
	$(BIN)/python -m pytest --doctest-modules tests lossbook lossbook_course --ignore tests/site/built $(PARALLEL)
	$(BIN)/python -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout 600 notebooks $(PARALLEL)
	$(BIN)/python -m lossbook_site
	$(BIN)/python -m pytest tests/site/built -n 2 --dist worksteal --reruns 1

.PHONY: quick
quick: lint  # Lint and the fast unit tests of what was touched, under a minute: for every save.
	$(BIN)/python -m pytest tests --ignore tests/site/built -m "not slow and not browser and not gpu" --touched $(PARALLEL)

.PHONY: serve
serve: book  # Build the site and show it at http://localhost:8000 (another port: make serve PORT=9000).
	@$(BIN)/python -m lossbook_site.serve $(PORT)

.PHONY: notebooks
notebooks: $(ENVIRONMENT)  # Write notebooks/ anew from book/.
	@$(BIN)/python -m lossbook_site.notebooks

.PHONY: decks
decks: $(ENVIRONMENT)  # Write the questions of all chapters for Anki and for Moodle into _build/decks.
	@$(BIN)/python -m lossbook_site.decks

.PHONY: stubs
stubs: $(ENVIRONMENT)  # Write what editors see of the classes (classes.pyi) anew from the functions.
	@$(BIN)/python -m tools.stubs

.PHONY: editor
editor:  # Bundle the editor of the pages that run anew, with the versions in lossbook_site/live/codemirror (needs npm).
	@rm -rf build/editor && mkdir -p build && cp -r lossbook_site/live/codemirror build/editor
	@cd build/editor && npm ci --silent --ignore-scripts --no-audit --no-fund && npm run --silent bundle
	@cp build/editor/codemirror.js build/editor/LICENCES.txt lossbook_site/live/codemirror

.PHONY: translations
translations: book  # Bring the catalogues in book/locale in step with the pages.
	@$(BIN)/python -m sphinx -q -W -b gettext -d _build/.doctrees/gettext book _build/gettext
	@cd book/locale && for po in */LC_MESSAGES/*.po; do \
	    template="../../_build/gettext/$${po#*/LC_MESSAGES/}t"; language="$${po%%/*}"; \
	    [ ! -e "$$template" ] || ../../$(BIN)/pybabel -q update -i "$$template" -o "$$po" -l "$$language" -w 100000 --ignore-obsolete || exit 1; \
	done

.PHONY: lint
lint: $(ENVIRONMENT)  # Check the style of all Python code.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Not in the house's form: run .venv/bin/ruff format" >&2; exit 1; }

.PHONY: bench
bench: $(ENVIRONMENT)  # Measure the losses beside the frameworks' own, for the page on speed (half an hour or so).
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.linear_cross_entropy

.PHONY: bench-doctor
bench-doctor: $(ENVIRONMENT)  # Count what the loss doctor finds in programs with a known fault (a quarter of an hour).
	@$(BIN)/python -m benchmarks.doctor --examine --misses

# Both ends of the ranges that pyproject.toml allows, each in an environment of its own. `make test-lowest
# INSTEAD=torch==2.13.0` takes that version of a package in place of the one that it would have taken.
INSTEAD ?=
# Where a framework has no wheel for a Python, the others are tested alone: `make test-newest EXTRAS=torch,test`.
EXTRAS ?= tensorflow,torch,test

.PHONY: test-lowest
test-lowest:  # Run the library's tests with the lowest versions that pyproject.toml allows.
	@$(PYTHON) -m venv --clear build/lowest
	$(PYTHON) tools/lowest.py | grep -v "^$(firstword $(subst =, ,$(INSTEAD)) none)==" | \
	    build/lowest/bin/pip install --quiet --disable-pip-version-check -r /dev/stdin $(INSTEAD) '.[test]' pytest-xdist
	build/lowest/bin/python -m pytest tests/library $(PARALLEL)

.PHONY: test-newest
test-newest:  # Run them with the newest versions there are.
	@$(PYTHON) -m venv --clear build/newest
	build/newest/bin/pip install --quiet --disable-pip-version-check --upgrade $(INSTEAD) '.[$(EXTRAS)]' pytest-xdist
	build/newest/bin/python -m pytest tests/library $(PARALLEL)

.PHONY: dist
dist:  # Build both distributions into dist/, check them, and try the losses in an empty environment.
	@rm -rf dist build/tools build/empty && $(PYTHON) -m venv build/tools && $(PYTHON) -m venv build/empty
	@build/tools/bin/pip install --quiet --disable-pip-version-check build==1.3.0 twine==6.2.0
	build/tools/bin/python -m build --outdir dist . >/dev/null
	build/tools/bin/python -m build --outdir dist lossbook_course >/dev/null
	build/tools/bin/twine check --strict dist/*
	@build/empty/bin/pip install --quiet --disable-pip-version-check dist/lossbook-*.whl
	$(PYTHON) tools/snippets.py README.md lossbook.numpy | (cd /tmp && $(CURDIR)/build/empty/bin/python -I -)
	@ls -l dist

.PHONY: clean
clean:  # Remove what was built (the environment stays; rm -r .venv removes it too).
	rm -rf _build build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find book/locale -name "*.mo" -delete
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(ENVIRONMENT): requirements.txt constraints.txt pyproject.toml lossbook_course/pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	    for python in python3.11 python3.12 python3.13 python3 none; do \
	        "$$python" -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; \
	    done; \
	    if [ "$$python" = none ]; then \
	        echo "No Python from 3.11 to 3.13 found that can make an environment." >&2; \
	        echo "Install one (on Debian with its python3-venv too) and run make again." >&2; \
	        exit 1; \
	    fi; \
	    echo "Making .venv with $$python"; \
	    "$$python" -m venv --clear .venv; \
	}
	@echo "Installing what requirements.txt names"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e ./lossbook_course
	@touch $@
