#!/usr/bin/env bash
# The browser that the journeys are tried in, and what letters and documents are drawn with: the
# packages of LIBRARIES in app/documents/preview.py.
set -euo pipefail

# Chromium without its own windows (chromium-headless-shell) answers in half the time; where the
# system does not offer it, the whole of it does as well.
missing=()
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null ||
    missing+=(chromium-headless-shell)
if command -v dpkg-query >/dev/null; then
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 \
        poppler-utils; do
        dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null |
            grep -q 'ok installed' || missing+=("$package")
    done
fi
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install --yes --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
    echo "The tests need ${missing[*]}; install them with this system's own tool." >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root=()
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    echo "The tests need ${missing[*]}. Run this once, then make test again:" >&2
    echo "    sudo apt-get update && sudo $install" >&2
    exit 1
fi
echo "Installing ${missing[*]}."
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2
apt-cache show chromium-headless-shell >/dev/null 2>&1 ||
    install=${install/chromium-headless-shell/chromium}
# shellcheck disable=SC2086 # the words of one command
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $install --quiet=2 >/dev/null
