# akson with all that it needs, to be run on a folder of meetings by whoever has a container engine and nothing else:
#
#     docker build --tag akson_docs .
#     docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/meetings" akson_docs check
#
# Debian 12, whose text engine papers are set with everywhere else.
FROM python:3.11-slim-bookworm AS made

WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY akson_docs akson_docs
COPY templates templates
COPY docs/demo docs/demo
COPY docs/guide docs/guide
COPY docs/slides docs/slides
COPY tests/kinds tests/kinds
# What the tool says is compiled once: whoever runs it may not write here.
RUN python -m venv --without-pip /opt/akson \
 && pip --python /opt/akson/bin/python install --no-cache-dir --disable-pip-version-check ".[sign]" \
 && for language in nb nn; do LC_ALL=$language /opt/akson/bin/akson --help >/dev/null; done

FROM python:3.11-slim-bookworm

# The packages are those that the Makefile asks for, and git, which says what the papers were. A folder that is mounted
# belongs to somebody else here, and git reads it only where it is told to. Whoever has scans read (ocr: yes) adds
# ocrmypdf and tesseract-ocr-nor, and in the workflow of the site as well.
RUN apt-get update -qq \
 && apt-get install -qq -y --no-install-recommends \
      git libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory "*" \
 && useradd --create-home akson
COPY --from=made /opt/akson /opt/akson

# Whoever is named with --user has no home: what is kept from one command to the next goes where all may write.
ENV PATH=/opt/akson/bin:$PATH \
    LANG=C.UTF-8 \
    XDG_CACHE_HOME=/tmp/.cache
USER akson
WORKDIR /meetings
ENTRYPOINT ["akson"]
CMD ["build"]
