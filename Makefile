# Each target first sets up what it needs (set-up.sh), the browser included; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test fast grid mutate check set-up words gallery lock bench clean

IN := .venv/bin/
WORKERS ?= 2
# Walks wait for pages and people more than they compute.
WALKERS ?= 3
N ?= 300
SEED ?= 1
FAST = $(IN)python -m pytest -n $(WORKERS) tests/fast
OTHERS = $(IN)python -m pytest -n $(WALKERS) --dist loadgroup tests --ignore=tests/fast

define CHECK
$(IN)ruff check .
$(IN)ruff format --check .
$(IN)python -m mypy
$(IN)lint-imports
endef

help:  ## Say what there is to make
	@sed -n 's/^\([a-z-]*\):  *## \(.*\)/make \1	\2/p' Makefile | expand -t 14

demo:  ## Walk through the objection to Meta (Facebook) on local pages; nothing is sent
	@./set-up.sh
	$(IN)walkout dry-run meta/facebook

test:  ## All checks and all tests
	@./set-up.sh --tests
	$(CHECK)
	$(FAST)
	$(OTHERS)

fast:  ## The tests that need no browser
	@./set-up.sh --no-browser
	$(FAST)

grid:  ## Every variant in every language with every way and fault; takes hours
	@./set-up.sh --tests
	WALKOUT_GRID=full $(IN)python -m pytest -n $(WORKERS) -m grid tests/browser

mutate:  ## Walk on N=300 pages changed as sites change, by SEED=1: found or asked
	@./set-up.sh --tests
	$(IN)python -m benchmarks.mutate --pages $(N) --seed $(SEED) --workers $(WORKERS)

check:  ## Style, types and the direction of imports
	@./set-up.sh --no-browser
	$(CHECK)

set-up:  ## Only set up: packages, browser, and what tests with a window need
	@./set-up.sh --tests

words:  ## Collect what walkout says, for the catalogues of all languages
	@./set-up.sh --no-browser
	$(IN)python docs/catalogues.py

gallery:  ## Draw every card and page in four languages, wide and narrow, light and dark
	@./set-up.sh
	$(IN)python -m docs.pictures.gallery test-results/gallery

lock:  ## Renew requirements.lock; UPGRADE=--upgrade takes the newest versions
	@./set-up.sh --no-browser
	$(IN)python -m pip install --quiet --disable-pip-version-check uv
	$(IN)python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE) \
		--group dev pyproject.toml --output-file requirements.lock

bench:  ## Measure; the figures are for this machine
	@./set-up.sh
	@for name in walk guide help memory look size sets; do echo "$$name"; $(IN)python -m "benchmarks.$$name" || exit 1; done

clean:  ## Remove what was made: .venv, caches, built packages
	rm -rf .venv dist build test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
