#!/bin/sh
# Runs its arguments with a Python that fits: PYTHON if it is set, otherwise the newest that is found.
# Each candidate is executed, because a name on PATH may be a shim that only prints an error.
set -eu

needed="Python 3.11, 3.12 or 3.13"

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null </dev/null || true
}

fits() {
    case "$1" in
        3.11 | 3.12 | 3.13) return 0 ;;
    esac
    return 1
}

if [ -n "${PYTHON:-}" ]; then
    version=$(version_of "$PYTHON")
    if fits "$version"; then
        exec "$PYTHON" "$@"
    fi
    if [ -n "$version" ]; then
        found="is Python $version"
    else
        found="does not start"
    fi
    echo "legcheck needs $needed, but PYTHON=$PYTHON $found: name another one, or leave PYTHON out." >&2
    exit 1
fi

others=""
for candidate in python3.13 python3.12 python3.11 python3 python; do
    version=$(version_of "$candidate")
    if fits "$version"; then
        exec "$candidate" "$@"
    fi
    if [ -n "$version" ]; then
        others="$others${others:+, }$candidate is $version"
    fi
done

echo "legcheck needs $needed, and none was found on PATH${others:+ ($others)}: install one" \
    "(Debian, Ubuntu: apt-get install python3 python3-venv), or name one with PYTHON=/path/to/python3.12." >&2
exit 1
