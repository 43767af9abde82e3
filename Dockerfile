# The service in a slim image. Build: docker build -t empower .
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv /opt/empower \
    && /opt/empower/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY graph_api ./graph_api
COPY seeds ./seeds
RUN /opt/empower/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
# A user without rights and without a shell; only /data is its own.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin empower \
    && install -d -o empower -g empower /data
COPY --from=build /opt/empower /opt/empower
# EMPOWER_ALLOW_OPEN: only the container's own host, or a reverse proxy with authentication, reaches it;
# docker-compose.yml asks for tokens beside (docs/reference/sign-in.md).
ENV PATH=/opt/empower/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    EMPOWER_HOST=0.0.0.0 \
    EMPOWER_ALLOW_OPEN=1 \
    EMPOWER_PORT=8000 \
    EMPOWER_DATA=/data
USER empower
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["empower", "serve"]
