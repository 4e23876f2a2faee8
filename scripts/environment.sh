#!/usr/bin/env bash
# Make .venv and install a locked list into it: `environment.sh run` or `environment.sh test`.
# What is installed is noted by the list's own checksum, so that a second run does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

list=$1
wanted="$list $(cat "requirements/$list.txt" pyproject.toml | sha256sum | cut -d' ' -f1)"
noted=.venv/installed

if [ -x .venv/bin/python ] && grep -qxF "$wanted" "$noted" 2>/dev/null; then
    exit 0
fi

is_311() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; }

if ! { [ -x .venv/bin/python ] && is_311 .venv/bin/python; }; then
    # A distribution's own comes first: compiled with what it learned of programs that ran, it runs
    # all of this a tenth faster than one that was compiled plainly.
    python="" without=""
    for candidate in /usr/bin/python3.11 python3.11 python3; do
        if ! is_311 "$candidate"; then continue; fi
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            python=$candidate && break
        fi
        without=$candidate
    done
    if [ -z "$python$without" ]; then
        echo "Hearth needs Python 3.11, and it was not found as python3.11 or python3." >&2
        exit 1
    fi
    if [ -z "$python" ]; then
        echo "This Python cannot make virtual environments. On Debian: apt-get install python3.11-venv" >&2
        exit 1
    fi
    echo "Making the virtual environment .venv."
    "$python" -m venv --clear .venv
fi

echo "Installing the locked packages of requirements/$list.txt."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1
.venv/bin/python -m pip install --quiet --quiet --require-hashes --no-deps -r "requirements/$list.txt"
.venv/bin/python -m pip install --quiet --quiet --no-build-isolation --no-deps --editable .
{ grep -v "^$list " "$noted" 2>/dev/null || true; echo "$wanted"; } >"$noted.new"
mv "$noted.new" "$noted"
