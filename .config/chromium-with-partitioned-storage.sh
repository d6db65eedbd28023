#!/usr/bin/env bash
# Chromium as people have it: the switch with which Playwright turns storage partitioning off is taken out.
arguments=()
for argument in "$@"; do arguments+=("${argument//ThirdPartyStoragePartitioning,/}"); done
exec /usr/bin/chromium "${arguments[@]}"
