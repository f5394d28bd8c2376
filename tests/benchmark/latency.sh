#!/usr/bin/env bash
# How long a line takes from a socket through a query to the sink, at a fixed rate.
#
#   tests/benchmark/latency.sh [NAME=VALUE …]
#
#   query    filter, window, or both with a comma      filter,window
#   rate     lines per second, several with commas     1000,10000
#   seconds  that count                                30
#   warmup   seconds before them                       10
#   trigger  of the query                              none: the default trigger
#   jvm      options of the JVM                        -Xmx512m -XX:+UseSerialGC
#
# A NAME with a dot, a dash, or parallelism (1) is a setting of the session. Each query and rate has a
# JVM of its own, with sender and engine in it. A latency counts from the moment when the line was
# due ("due"), so that a stall counts for all lines that it holds up; from the moment when the sender
# came to send it ("sent") it is for comparison with benchmarks that measure so. "CPU µs" is the
# processor time of the engine's threads for a line, "batches" how many batches a line took.
set -euo pipefail
export LC_ALL=C

queries=filter,window
rates=1000,10000
seconds=30
warmup=10
trigger=
jvm='-Xmx512m -XX:+UseSerialGC'
settings=(parallelism=1)
for argument in "$@"; do
  value=${argument#*=}
  case $argument in
    query=*) queries=$value ;;
    rate=*) rates=$value ;;
    seconds=*) seconds=$value ;;
    warmup=*) warmup=$value ;;
    trigger=*) trigger=$value ;;
    jvm=*) jvm=$value ;;
    *=*) settings+=("$argument") ;;
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
classes=$here/latency:$home/tests/target/test-classes:$(cat "$work/classpath")

printf '%-7s %-34s %7s %-5s %8s %9s %9s %9s %9s %9s %9s %9s\n' query trigger rate from rows \
  'p50 ms' 'p90 ms' 'p99 ms' 'p99.9 ms' 'max ms' 'CPU µs' batches
for query in ${queries//,/ }; do
  for rate in ${rates//,/ }; do
    # shellcheck disable=SC2086
    "$java" $jvm -cp "$classes" io.millrace.tests.benchmark.LatencyBenchmark \
      "$query" "$rate" "$seconds" "$warmup" "$trigger" "${settings[@]}"
  done
done
