#!/usr/bin/env bash
# A query whose keys come and go for as long as you like; its memory must not grow.
#
#   tests/benchmark/soak.sh [MINUTES [ROWS_PER_SECOND]]      default: 20 minutes, 50000 rows a second
#
# Counts by key in windows of ten seconds over a source that never repeats a key for long, with a
# checkpoint, so that log, disk store and eviction all work. Prints resident memory, the size of the
# checkpoint and the last report of the query every half minute, and fails if the memory of the last
# third goes beyond that of the middle third by more than a tenth.
set -euo pipefail
export LC_ALL=C

minutes=${1:-20}
rate=${2:-50000}
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'kill "${query:-}" 2> /dev/null && wait "$query" 2> /dev/null || true; rm -rf "$work"' EXIT

cat > "$work/soak.sql" << SQL
SET parallelism = 2;
SET checkpoint.log.size = '32MB';
CREATE SOURCE ticks (
  "timestamp" TIMESTAMP_LTZ, value BIGINT,
  WATERMARK FOR "timestamp" AS "timestamp" - INTERVAL '2' SECOND
) USING rate OPTIONS (rowsPerSecond = $rate);
CREATE SINK nothing USING noop;
START QUERY soak AS INSERT INTO nothing
  SELECT window_start, value / 3 AS k, 'key ' || CAST(value / 3 AS STRING) AS name, COUNT(*) AS n,
    SUM(value) AS total, MAX(value) AS newest
  FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR("timestamp"), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end, value / 3
  OUTPUT MODE UPDATE TRIGGER PROCESSING TIME INTERVAL '0.2' SECOND CHECKPOINT '$work/checkpoint';
SQL
# the launcher is replaced by the JVM, whose memory is watched
"$home/bin/millrace" -e 'SELECT 1' > /dev/null
JAVA_TOOL_OPTIONS="-Xmx1g" "$home/bin/millrace" -f "$work/soak.sql" > "$work/out" 2>&1 &
query=$!

samples=$((minutes * 2))
printf '%6s %8s %14s\n' second 'RSS MB' 'checkpoint MB'
for ((i = 1; i <= samples; i++)); do
  sleep 30
  if ! kill -0 "$query" 2> /dev/null; then
    cat "$work/out" >&2
    echo "the query has ended" >&2
    exit 1
  fi
  rss=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$query/status")
  disk=$(du -sm "$work/checkpoint" | cut -f1)
  printf '%6d %8d %14d\n' $((i * 30)) "$rss" "$disk"
  echo "$i $rss" >> "$work/rss"
done
awk -v n="$samples" '
  $1 > n / 3 && $1 <= 2 * n / 3 && $2 > middle { middle = $2 }
  $1 > 2 * n / 3 && $2 > last { last = $2 }
  END {
    printf "most in the middle third %d MB, in the last third %d MB\n", middle, last
    exit last > 1.1 * middle
  }' "$work/rss"
