#!/usr/bin/env bash
# spark.sh CLICKS...: prepares made-up logs of so many clicks, on one machine and on Spark with one
# executor of 4 GiB, and compares the folders. A line for each: seconds, peak memory, what spilled.
# KIND=busy: logs in which nearly all clicks are of one user.
# Needs what "mvn -Pspark -pl spark -am package" leaves. FOLDER (default: a new one) takes the logs.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
folder=${FOLDER:-$(mktemp -d)}
executor=${EXECUTOR_MIB:-4096}
driver=${DRIVER:-8g}
cores=${CORES:-2}
partitions=${PARTITIONS:-32}
kind=${KIND:-usual}
export SPARK_HOME=$root/spark/target/spark-home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
export SPARK_LOCAL_DIRS=$folder/local
mkdir -p "$SPARK_LOCAL_DIRS"
flags=$(sed -n '/<spark.flags>/,/<\/spark.flags>/p' spark/pom.xml | sed 's/<[^>]*>//g' | tr '\n' ' ')

# Peak resident memory, kB, of the executors that a process has among its children.
watch_executors() {
  local most=0 now
  while kill -0 "$1" 2>/dev/null; do
    now=$(ps -eo rss=,args= | awk '/CoarseGrainedExecutorBackend/ && !/awk/ { s += $1 } END { print s + 0 }')
    [ "$now" -gt "$most" ] && most=$now
    echo "$most" >"$2"
    sleep 0.5
  done
}

# Bytes that tasks have spilled to disk, by Spark's own log of events.
spilled() {
  cat "$1"/* | grep '"Event":"SparkListenerTaskEnd"' \
    | grep -o '"Disk Bytes Spilled":[0-9]*' | awk -F: '{ s += $2 } END { print s + 0 }'
}

echo "clicks alone-s alone-kB spark-s driver-kB executor-kB spilled-bytes equal"
for clicks in "$@"; do
  work=$folder/$clicks
  rm -rf "$work"
  mkdir -p "$work/alone" "$work/spark" "$work/events"
  log=$work/clicks.csv
  java -cp spark/target/test-classes io.sbr.spark.MadeUpLog "$clicks" "$log" "$kind"
  /usr/bin/time -f "%e %M" -o "$work/alone.time" \
    java "-Xmx$driver" -jar cli/target/sbr-cli.jar prepare --in "$log" --out "$work/alone/shop" \
    >"$work/alone.out" 2>&1
  # shellcheck disable=SC2086
  /usr/bin/time -f "%e %M" -o "$work/spark.time" \
    java $flags "-Xmx$driver" -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.SparkSubmit \
    --master "local-cluster[1,$cores,$executor]" --conf "spark.executor.memory=${executor}m" \
    --conf spark.ui.enabled=false --conf spark.driver.host=127.0.0.1 \
    --conf spark.eventLog.enabled=true --conf "spark.eventLog.dir=$work/events" \
    --conf spark.eventLog.compress=false --conf spark.eventLog.rolling.enabled=false \
    --class io.sbr.spark.Main spark/target/sbr-spark.jar prepare --in "$log" \
    --out "$work/spark/shop" --partitions "$partitions" >"$work/spark.out" 2>&1 &
  job=$!
  watch_executors "$job" "$work/executor"
  wait "$job" || { tail -n 5 "$work/spark.out"; exit 1; }
  equal=$(diff -r "$work/alone/shop" "$work/spark/shop" >/dev/null && echo yes || echo NO)
  echo "$clicks $(tail -n 1 "$work/alone.time") $(tail -n 1 "$work/spark.time") $(cat "$work/executor")" \
    "$(spilled "$work/events") $equal"
  rm -rf "$log" "$SPARK_LOCAL_DIRS"/*
done
