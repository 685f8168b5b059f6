# syntax=docker/dockerfile:1
# Two stages: one with pip, and one with Python and commplan and nothing else, not even a shell.
# Both are Debian 12 with Python 3.11, so that what is compiled in one runs in the other.
FROM python:3.11-slim-bookworm AS build
COPY pyproject.toml README.md LICENSE /src/
COPY commplan /src/commplan
COPY schemas /src/schemas
RUN pip install --no-cache-dir --disable-pip-version-check --target /app "/src[cel,state]" \
    && python -m compileall -q /app

FROM gcr.io/distroless/python3-debian12:nonroot
COPY --from=build /app /app
ENV PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/usr/bin/python3", "-m", "commplan"]
CMD ["check"]
