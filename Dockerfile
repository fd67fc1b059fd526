# The site as an image; docs/deploy.md tells how it is used. Every package is a wheel: no compiler is needed.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore

RUN useradd --system --uid 10001 --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin legcheck
WORKDIR /app

COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes --only-binary :all: --requirement requirements/run.txt

COPY manage.py LICENSE NOTICE ./
COPY deploy/gunicorn_conf.py deploy/healthcheck.py deploy/
COPY templates/ templates/
COPY legcheck/ legcheck/
COPY knowledge/ knowledge/
COPY symptoms/ symptoms/

# Root owns all of it, and the site runs as another user: it cannot change its own code. The secret is
# made for this one command and kept nowhere.
RUN LEGCHECK_DEBUG=false LEGCHECK_HOSTS=localhost LEGCHECK_REGION=ZZ \
    LEGCHECK_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    python manage.py collectstatic --noinput
RUN python -m compileall -q .

# The keys of saved results, on a volume that takes its owner from here; nothing else is the site's to write.
RUN install --directory --owner=legcheck --group=legcheck --mode=0700 /day-keys

USER legcheck
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=20s --start-period=60s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn_conf.py", "--bind", "0.0.0.0:8000", "legcheck.wsgi:application"]
