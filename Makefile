# make        builds the site of meetings/ into output/
# make test   runs every check and test
# Both set up what they need: a virtual environment in .venv/, and the libraries that the PDF engine loads.

PYTHON ?= python3
BIN := .venv/bin
APT := DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends

BUILD_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 python3-venv
TEST_PACKAGES := chromium default-jre-headless npm

.PHONY: build test check schema bench watch clean help
build: .venv/ready
	@$(BIN)/python build.py build

test: .venv/ready-for-tests check
	@$(BIN)/python -m pytest -q -n auto

check: .venv/ready-for-tests
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "run: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/python build.py check

schema: .venv/ready
	@$(BIN)/python build.py schema --write schema

bench: .venv/ready-for-tests
	@$(BIN)/python benchmarks/run.py

watch: .venv/ready
	@$(BIN)/python build.py build --watch

clean:
	rm -rf .venv .akson output

help:
	@sed -n 's/^# //p' Makefile

# ---- set-up: once, and again when pyproject.toml changes ----

# $(call system,PACKAGES,COMMANDS OR LIBRARIES TO LOOK FOR): installs with apt where it may, says what to install elsewhere.
define system
	@missing=""; for want in $(2); do \
	  case $$want in \
	    lib*) ldconfig -p 2>/dev/null | grep -q "$$want\." || [ -e /opt/homebrew/lib/$$want.dylib ] || missing="$$missing $$want";; \
	    venv) $(PYTHON) -c "import ensurepip" 2>/dev/null || missing="$$missing $$want";; \
	    *) command -v $$want >/dev/null || missing="$$missing $$want";; \
	  esac; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing with apt:$$missing"; apt-get update -qq && $(APT) -qq $(1) >/dev/null; \
	  else \
	    echo "Missing:$$missing. Install: sudo apt-get install $(1)   (macOS: brew install pango; brew install --cask chromium)" >&2; exit 1; \
	  fi; \
	fi
endef

.venv/ready: pyproject.toml
	$(call system,$(BUILD_PACKAGES),libpango-1.0 libharfbuzz-subset venv)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/ready-for-tests: .venv/ready
	$(call system,$(TEST_PACKAGES),chromium java npm)
	@echo "Setting up .venv for the tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@npm install --silent --no-fund --no-audit --prefix .venv/npm vnu-jar@26 >/dev/null
	@touch $@
