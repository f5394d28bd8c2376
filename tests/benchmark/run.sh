#!/usr/bin/env bash
# Rows per second of a filter, a projection and a windowed count over JSON lines.
#
#   tests/benchmark/run.sh [ROWS [PARALLELISM [ROUNDS]]]
#
# Each query runs over all rows and over a twentieth of them, ROUNDS times each, and the run with the
# least CPU counts. "rows/CPU s" is that of the whole run, start of the JVM and compilation included;
# "steady" is that of the rows beyond the first twentieth. The data stays in tests/target/benchmark.
set -euo pipefail
export LC_ALL=C

rows=${1:-5000000}
parallelism=${2:-1}
rounds=${3:-3}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
work=$home/tests/target/benchmark
data=$work/bids-$rows

if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi
if [ ! -f "$data/done" ]; then
  echo "writing $rows bids to $data …" >&2
  mkdir -p "$work"
  rm -rf "$data"
  "$java" "$here/Bids.java" "$data/all" "$rows"
  mkdir -p "$data/first"
  ln "$data/all/bids-00.json" "$data/first/bids-00.json"
  touch "$data/done"
fi
first=$((rows / 20))

# script NAME DIRECTORY: the script that runs a query over the files of a directory.
script() {
  cat << SQL
SET parallelism = $parallelism;
CREATE TABLE bids (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, "dateTime" TIMESTAMP,
  extra STRING
) USING file OPTIONS (path = '$2') FORMAT json;
CREATE SINK nothing USING noop;
SQL
  case $1 in
    projection)
      echo 'INSERT INTO nothing SELECT auction, bidder, price, channel, url, "dateTime", extra FROM bids;'
      ;;
    filter)
      echo 'INSERT INTO nothing SELECT auction, price FROM bids WHERE MOD(auction, 123) = 0;'
      ;;
    window)
      echo 'INSERT INTO nothing SELECT auction, window_start, COUNT(*) AS bids
        FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR("dateTime"), INTERVAL '"'10'"' SECOND))
        GROUP BY auction, window_start, window_end;'
      ;;
  esac
}

# measure NAME DIRECTORY: "wall cpu" in seconds of the run with the least CPU.
measure() {
  script "$1" "$2" > "$work/$1.sql"
  local TIMEFORMAT='%R %U %S'
  for ((round = 0; round < rounds; round++)); do
    { time "$home/bin/millrace" -f "$work/$1.sql" > "$work/$1.out" 2>&1; } 2>&1 || {
      cat "$work/$1.out" >&2
      exit 1
    }
  done | awk '{ print $1, $2 + $3 }' | sort -k2,2n | head -n 1
}

"$home/bin/millrace" --version > /dev/null # builds, and makes the class archive
printf '%-12s %11s %8s %8s %14s %14s\n' query rows 'wall s' 'CPU s' 'rows/CPU s' 'steady'
for query in projection filter window; do
  some=$(measure "$query" "$data/first")
  all=$(measure "$query" "$data/all")
  echo "$some $all" | awk -v query="$query" -v rows="$rows" -v first="$first" '{
    more = $4 - $2
    steady = more > 0 ? sprintf("%.0f", (rows - first) / more) : "-"
    printf "%-12s %11d %8.2f %8.2f %14.0f %14s\n", query, rows, $3, $4, rows / $4, steady
  }'
done
