#!/usr/bin/env bash
# The browser that the journeys are tried in, and the font its pictures are drawn with.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
if command -v dpkg-query >/dev/null; then
    dpkg-query --show --showformat='${Status}' fonts-liberation2 2>/dev/null |
        grep -q 'ok installed' || missing+=(fonts-liberation2)
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
# shellcheck disable=SC2086 # the words of one command
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $install --quiet=2 >/dev/null
