# The service alone, for a Neo4j that runs elsewhere (docker-compose.yml). Everything in it is locked by hash.
FROM python:3.11-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes --only-binary=:all: -r requirements.txt

COPY cypher/ cypher/
COPY graph_service/ graph_service/
# Not built as a wheel: that would fetch a build tool, which no hash in requirements.txt locks.
RUN printf '%s\n' '#!/usr/local/bin/python' 'from graph_service.cli import main' 'main()' > /usr/local/bin/graph-service \
    && chmod 755 /usr/local/bin/graph-service \
    && python -m compileall -q graph_service \
    && useradd --system --create-home --uid 10001 service \
    && install -d -o service -g service -m 700 /data

USER service
ENV GRAPH_SERVICE_HOST=0.0.0.0 \
    GRAPH_SERVICE_PORT=8000 \
    GRAPH_SERVICE_DATA_DIR=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=5)"]
ENTRYPOINT ["graph-service"]
CMD ["serve"]
