# Everything this project does, by one word each. `make` alone lists the words.

.DEFAULT_GOAL := help

BIN := .venv/bin
ENVIRONMENT := .venv/.installed
PORT ?= 8000
# Two at a time, since each process that imports TensorFlow and PyTorch takes about a gigabyte.
PARALLEL := -n 2 --dist loadfile

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
	$(BIN)/python -m pytest --doctest-modules tests lossbook --ignore tests/site $(PARALLEL)
	$(BIN)/python -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout 600 notebooks $(PARALLEL)
	$(BIN)/python -m lossbook_site
	$(BIN)/python -m pytest tests/site -n 2 --dist worksteal

.PHONY: quick
quick: lint  # Lint and the fast unit tests of what was touched, under a minute: for every save.
	$(BIN)/python -m pytest tests --ignore tests/site -m "not slow and not browser and not gpu" --touched $(PARALLEL)

.PHONY: serve
serve: book  # Build the site and show it at http://localhost:8000 (another port: make serve PORT=9000).
	@$(BIN)/python -m lossbook_site.serve $(PORT)

.PHONY: notebooks
notebooks: $(ENVIRONMENT)  # Write notebooks/ anew from book/.
	@$(BIN)/python -m lossbook_site.notebooks

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

.PHONY: clean
clean:  # Remove what was built (the environment stays; rm -r .venv removes it too).
	rm -rf _build build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find book/locale -name "*.mo" -delete
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(ENVIRONMENT): requirements.txt constraints.txt pyproject.toml
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
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
