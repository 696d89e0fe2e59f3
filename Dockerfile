# For production; docs/operations.md says how it is used. Runs as no root, and writes to /data and /tmp alone.
FROM python:3.12-slim AS build
COPY requirements.lock /requirements.lock
# Every file by its hash, and wheels alone, so that no package's code runs while it is installed. The embedded
# database is not among them: the database is a server of its own here.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary=:all: --require-hashes \
        -r /requirements.lock

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin zhiheng \
    && mkdir /data /collected && chown zhiheng /data /collected
COPY --from=build /venv /venv
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ZHIHENG_MODE=production \
    ZHIHENG_VAR=/data \
    STATIC_ROOT=/collected
USER 10001
# Collecting needs settings and no secrets: these values leave with this line.
RUN SECRET_KEY=building DATABASE_URL=postgresql:///none ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput --verbosity 0
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "python:config.web_server", "--bind", "0.0.0.0:8000", "--workers", "3", \
     "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
