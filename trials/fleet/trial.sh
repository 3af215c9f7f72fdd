#!/usr/bin/env bash
# One trial of the fleet on a real engine, from its start to its end. docs/reliability.md has the results.
#
#   mvn -q -DskipTests package
#   trials/fleet/trial.sh cluster FILE    # a shop day on a Redis Cluster, one of whose masters is killed in the middle
#   trials/fleet/trial.sh sentinel FILE   # the same with Redis Sentinel
#   trials/fleet/trial.sh standby FILE    # PostgreSQL is killed in the middle, and its synchronous standby promoted
#   trials/fleet/trial.sh gzip FILE       # a gateway that compresses, with an instance of each side killed
#   trials/fleet/trial.sh rolling         # every instance is restarted under a load that retries nothing
#
# FILE is a day in the Online Retail format; trials/sample/shop-day.csv is one. Exits with 0 if every number is right.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
kind=${1:-}
file=${2:-$root/trials/sample/shop-day.csv}
export FLEET_DIR=${FLEET_DIR:-${TMPDIR:-/tmp}/stockledger-fleet}
shop=http://127.0.0.1:$((8180 + ${FLEET_PORTS:-0}))
operators=http://127.0.0.1:$((8190 + ${FLEET_PORTS:-0}))
fleet=$here/fleet.sh
work=$FLEET_DIR.trial
mkdir -p "$work"

case $kind in
  cluster | sentinel) export FLEET_REDIS=$kind ;;
  standby) export FLEET_POSTGRES=standby ;;
  gzip) export FLEET_GZIP=1 ;;
  rolling) ;;
  *) sed -n '2,11p' "$0" >&2; exit 2 ;;
esac

check() { # what, expected text, actual text
  if grep -qi -- "$2" <<<"$3"; then echo "right: $1"; else
    echo "WRONG: $1: expected $2 in: $3"
    return 1
  fi
}

# What a compressing proxy changes: weak tags, which answer 304, and which no command accepts.
gzip_checks() {
  local sku page tag
  sku=$(curl -s "$shop/v1/products?limit=1" | grep -o '"sku":"[^"]*"' | head -1 | cut -d'"' -f4)
  page=$(curl -s -D - -o /dev/null -H 'Accept-Encoding: gzip' "$shop/v1/inventory/$sku" | tr -d '\r')
  tag=$(grep -i '^etag:' <<<"$page" | cut -d' ' -f2)
  check "compressed" "content-encoding: gzip" "$page"
  check "varies by encoding" "vary:.*accept-encoding" "$page"
  check "weak tag" 'etag: W/"' "$page"
  check "304 on the weak tag" 304 "$(curl -s -o /dev/null -w '%{http_code}' -H 'Accept-Encoding: gzip' -H "If-None-Match: $tag" "$shop/v1/inventory/$sku")"
  check "412 on the weak tag of a command" 412 "$(curl -s -o /dev/null -w '%{http_code}' -X PUT -H 'Content-Type: application/json' \
    -H "If-Match: $tag" -d '{"safetyStock":0}' "$shop/v1/inventory/$sku/policy")"
  check "stream begins at once" '"sku"' "$(timeout 5 curl -sN --compressed "$shop/v1/products/$sku/stream" || true)"
}

await_events() { # number
  local until=$((SECONDS + 300))
  while [ "$("$fleet" events)" -lt "$1" ]; do
    if [ $SECONDS -ge $until ]; then echo "fewer than $1 events after 300 s" >&2; return 1; fi
    sleep 0.2
  done
}

shop_day() {
  local lines day
  lines=$(wc -l <"$file")
  "$java" -Xmx256m -jar "$root/trials/target/trials.jar" shop-day --file "$file" --url "$operators" >"$work/day.log" 2>&1 &
  day=$!
  # Registering and receiving is over, and sales have begun.
  await_events "$lines"
  echo "$("$fleet" events) events are stored at the fail-over"
  SECONDS=0
  case $kind in
    cluster | sentinel) "$fleet" fail-over redis ;;
    standby) "$fleet" fail-over postgres ;;
    gzip) "$fleet" kill command-1; "$fleet" kill query-1; "$fleet" start command-1; "$fleet" start query-1 ;;
  esac
  echo "the fail-over took $SECONDS s"
  local result=0
  wait $day || result=$?
  cat "$work/day.log"
  "$java" -Xmx256m -jar "$root/trials/target/trials.jar" shop-day --file "$file" --url "$operators" --verify-only || result=1
  echo "$("$fleet" events) events are stored at the end"
  curl -s "$operators/v1/admin/projections"; echo
  return $result
}

rolling() {
  local load result=0
  mkfifo "$work/input.$$"
  "$java" -Xmx256m "$here/SteadyLoad.java" "$shop" "${TRIAL_RATE:-200}" <"$work/input.$$" >"$work/load.log" 2>&1 &
  load=$!
  exec 9>"$work/input.$$"
  rm "$work/input.$$"
  until grep -q started "$work/load.log"; do
    kill -0 $load || { cat "$work/load.log"; return 1; }
    sleep 0.2
  done
  # The restarted sides must not keep the pipe open, whose end tells the load to end.
  "$fleet" roll 9>&- || result=1
  exec 9>&-
  wait $load || result=1
  cat "$work/load.log"
  return $result
}

trap '"$fleet" down' EXIT
"$fleet" up
result=0
if [ "$kind" = rolling ]; then rolling || result=$?; else shop_day || result=$?; fi
if [ "$kind" = gzip ]; then gzip_checks || result=1; fi
echo "trial $kind: exit code $result"
exit $result
