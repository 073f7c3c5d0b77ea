ARG BASE_IMAGE=debian:trixie-slim

FROM ${BASE_IMAGE} AS python
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/*


FROM python AS build
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv && python3 -m venv /build/venv
WORKDIR /build
ENV PATH=/build/venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt requirements-dev.txt ./
# The tools that build wheels come from the lock file with their hashes. An isolated build would fetch them unchecked.
# Where TLS ends at a proxy, its authorities come as the secret `ca`; without one, pip trusts what it trusts.
RUN --mount=type=secret,id=ca \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi \
 && awk '/^[a-z]/ {on = /^(hatchling|packaging|pathspec|pluggy|setuptools|tomlkit|trove-classifiers)==/} on' requirements-dev.txt >tools.txt \
 && pip install --quiet --require-hashes --requirement tools.txt \
 && pip wheel --quiet --require-hashes --no-build-isolation --requirement requirements.txt --wheel-dir wheels
COPY . .
RUN pip wheel --quiet --no-deps --no-build-isolation --wheel-dir wheels . \
 && python3 -m venv --without-pip /opt/copydesk \
 && pip --python /opt/copydesk/bin/python install --quiet --no-index --no-deps wheels/*.whl \
 && pip --python /opt/copydesk/bin/python check
# What no request reaches, 70 of 200 MB: sumy asks for setuptools and never imports it, courlan and sumy read names of
# languages but no translations, and numpy brings its tests. Bytecode, 36 MB, stays: it saves half a second per start.
RUN pip --python /opt/copydesk/bin/python uninstall --quiet --yes setuptools \
 && cd /opt/copydesk/lib/python3*/site-packages \
 && rm -rf babel/locale-data/* pycountry/locales \
 && find . -type d -name tests -prune -exec rm -rf {} +


FROM python
ARG BASE_IMAGE
LABEL org.opencontainers.image.title="Copydesk" \
      org.opencontainers.image.description="The copy desk for scraped articles: clean text, a summary, every change on record." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"
RUN useradd --uid 10001 --no-create-home --home-dir / --shell /usr/sbin/nologin copydesk
COPY --from=build /opt/copydesk /opt/copydesk
ENV PATH=/opt/copydesk/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["copydesk"]
CMD ["serve", "--bind", "0.0.0.0:8000"]
