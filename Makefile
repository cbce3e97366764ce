# What a fresh machine needs: GNU make, Python 3.11 or newer, and its package index.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)

# Where it is set, each start compiles every package anew: seconds instead of one.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test setup lint bench chaos fuzz soak clean lock pictures fonts

run: setup
	@$(BIN)/liaoke demo --port $(PORT)

setup: .venv/.installed

# Files of tests lie in memory where there is plenty of it.
SCRATCH := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')

test: setup
	$(if $(SCRATCH),TMPDIR=$(SCRATCH)) $(BIN)/python -m pytest -n 2 --dist loadgroup tests

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup .venv/peers/.installed
	$(BIN)/python -m benchmarks

# Kills by the hundred; minutes, and better alone on the machine. A word chooses the parts named so.
chaos: setup
	$(if $(SCRATCH),TMPDIR=$(SCRATCH)) $(BIN)/python -m tests.chaos

# Bytes that nobody sends, for half an hour; SECONDS_IN_ALL=60 for a look.
fuzz: setup .venv/fuzz/.installed
	PYTHONPATH=.venv/fuzz $(BIN)/python -m tests.fuzz

# Two hours of every kind of work by one service, and what grows meanwhile; nothing else beside it.
soak: setup
	$(BIN)/python -m benchmarks.soaking

# Each story of the rehearsal desk, told to its end, as a picture of the README; needs a Chromium.
pictures: setup
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache var
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock names no index: it installs from whatever index the machine is set up with.
lock: setup
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  -o requirements/runtime.lock pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group dev -o requirements/dev.lock pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group peers -o requirements/peers.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group fuzz -o requirements/fuzz.lock

# The letters of pictures, as the package @fontsource/noto-sans-sc has them: woff2 to TrueType, nothing else.
define CONVERT
from pathlib import Path
from fontTools.ttLib import TTFont
for part, name in (("chinese-simplified", ""), ("109", "symbols-")):
    for weight in (400, 700):
        font = TTFont(f"var/fonts/package/files/noto-sans-sc-{part}-{weight}-normal.woff2", recalcTimestamp=False)
        font.flavor = None
        font.save(f"bot/drawing/fonts/NotoSansSC-{name}{weight}.ttf")
Path("bot/drawing/fonts/OFL.txt").write_bytes(Path("var/fonts/package/LICENSE").read_bytes())
endef
export CONVERT

fonts: setup
	rm -rf var/fonts && mkdir -p var/fonts
	cd var/fonts && npm pack --silent @fontsource/noto-sans-sc@5.3.0 && tar xzf *.tgz
	$(UV) run --no-project --with 'fonttools[woff]' python -c "$$CONVERT"

.venv/.installed: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@command -v $(UV) >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip install --quiet --require-hashes -r requirements/dev.lock
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip install --quiet --no-deps -e .
	@touch $@

.venv/peers/.installed: requirements/peers.lock .venv/.installed
	@test -x .venv/peers/bin/python || $(BIN)/python -m venv --without-pip .venv/peers
	@VIRTUAL_ENV=$(CURDIR)/.venv/peers $(UV) pip install --quiet --require-hashes -r requirements/peers.lock
	@touch $@

.venv/fuzz/.installed: requirements/fuzz.lock .venv/.installed
	@$(UV) pip install --quiet --require-hashes --python $(BIN)/python --target .venv/fuzz -r requirements/fuzz.lock
	@touch $@
