#!/usr/bin/env bash
# Chromium that refuses storage to framed pages: without storage partitioning (as Playwright starts it), and without the exception for sites the visitor used before.
arguments=()
for argument in "$@"; do arguments+=("${argument/--disable-features=/--disable-features=TpcdHeuristicsGrants,}"); done
exec /usr/bin/chromium "${arguments[@]}"
