#!/usr/bin/env bash
# What keeping each query of TPC-H current costs while the tables are filled, beside one evaluation of
# the whole by DuckDB with one thread.
#
#   tests/benchmark/tpch.sh [NAME=VALUE …]
#
#   scale    1 is 6 million lines of orders            0.1
#   batches  in which the tables are filled            20
#   query    numbers with commas, or all               all
#   jvm      options of the JVM                        -Xmx4g -XX:+UseSerialGC
#
# "rows" are those of the result, "state" those that are kept for it. "all ms" is the processor time
# that the view adds to all batches, "first" to the first of them, "median" to the others, each batch
# the best of three; "ratio" is all by DuckDB's best of three. Compilation and garbage collection are
# not counted.
set -euo pipefail
export LC_ALL=C

scale=0.1
batches=20
query=all
jvm='-Xmx4g -XX:+UseSerialGC'
for argument in "$@"; do
  value=${argument#*=}
  case $argument in
    scale=*) scale=$value ;;
    batches=*) batches=$value ;;
    query=*) query=$value ;;
    jvm=*) jvm=$value ;;
    *)
      sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
      exit 2
      ;;
  esac
done

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
work=$home/tests/target/benchmark
mkdir -p "$work"
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi

if [ -z "${MILLRACE_NO_BUILD:-}" ]; then
  (cd "$home" && mvn -q -B -pl tests -am test-compile dependency:build-classpath \
    -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test) >&2
fi
rows=$(mktemp -d)
trap 'rm -rf "$rows"' EXIT
# shellcheck disable=SC2086
"$java" $jvm -cp "$home/tests/target/test-classes:$(cat "$work/classpath")" \
  io.millrace.tests.tpch.TpchBenchmark "$scale" "$batches" "$query" "$rows"
