#!/usr/bin/env bash
# Runs two command sides and two query sides behind the gateway on this machine, without containers, on their own PostgreSQL,
# Redis and MongoDB stand-in. For fault trials.
#
#   mvn -q -DskipTests package
#   trials/fleet/fleet.sh up                # starts everything and waits until it is ready; the shop is on port 8180
#   trials/fleet/fleet.sh kill command-1    # kill -9; also command-2, query-1, query-2, redis, mongo
#   trials/fleet/fleet.sh start command-1   # starts it again and waits until it is ready; also redis, mongo
#   trials/fleet/fleet.sh freeze redis      # kill -STOP: alive, but does not answer; any part
#   trials/fleet/fleet.sh thaw redis        # kill -CONT
#   trials/fleet/fleet.sh down              # stops everything; the logs stay in FLEET_DIR until the next up
#
# Needs some 8 GB of memory; FLEET_JAVA_OPTS (of the four sides) and FLEET_MONGO_MEMORY change that.
# Needs Debian's postgresql, redis-server and nginx, not running as services.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=${FLEET_DIR:-${TMPDIR:-/tmp}/stockledger-fleet}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Memory is committed at the start (docs/operations.md, "Memory"): otherwise page faults are measured. The MALLOC variables keep
# glibc from returning memory of the JIT compiler.
pretouch="-XX:+AlwaysPreTouch -XX:+UseTransparentHugePages"
opts=${FLEET_JAVA_OPTS:--Xms1g -Xmx1g $pretouch}
export MALLOC_TRIM_THRESHOLD_=1073741824 MALLOC_MMAP_THRESHOLD_=1073741824
postgres_port=15432 redis_port=16379 mongo_port=17017 gateway_port=8180
pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

port_of() {
  case $1 in
    command-1) echo 8181 ;; command-2) echo 8182 ;; query-1) echo 8281 ;; query-2) echo 8282 ;;
    *) echo "unknown process: $1" >&2; exit 2 ;;
  esac
}

# Retries a command until it succeeds, for at most $1 seconds.
await() {
  local seconds=$1 until; shift
  until=$((SECONDS + seconds))
  while ! "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $until ]; then echo "timeout after $seconds s: $*" >&2; return 1; fi
    sleep 0.2
  done
}

launch() { # name, command…
  local name=$1; shift
  nohup "$@" >>"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

postgres_up() {
  mkdir -p "$dir/pg"
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir/pg"; fi
  as_postgres "$pg_bin/initdb" -D "$dir/pg/data" -U stockledger -A trust >"$dir/initdb.log"
  as_postgres "$pg_bin/pg_ctl" -D "$dir/pg/data" -w -l "$dir/pg/log" \
    -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir/pg -c max_connections=200" start >/dev/null
  as_postgres "$pg_bin/createdb" -h 127.0.0.1 -p $postgres_port -U stockledger stockledger
}

mongo_up() {
  local core memory
  mkdir -p "$dir/lib"; rm -f "$dir/mongo.log"
  (cd "$dir/lib" && "${java%java}jar" xf "$root/standalone/target/stockledger.jar" BOOT-INF/lib)
  # The standalone jar has no memory backend; the build has put it, a test dependency, into the local Maven repository.
  core=$(ls "$dir"/lib/BOOT-INF/lib/mongo-java-server-core-*.jar)
  memory=$(basename "$core" .jar); memory=${memory/core/memory-backend}
  cp "$HOME/.m2/repository/de/bwaldvogel/mongo-java-server-memory-backend/${memory##*-}/$memory.jar" "$dir/lib/BOOT-INF/lib/"
  # shellcheck disable=SC2086 # the options are separate words
  launch mongo "$java" "-Xms${FLEET_MONGO_MEMORY:-2g}" "-Xmx${FLEET_MONGO_MEMORY:-2g}" $pretouch -cp "$dir/lib/BOOT-INF/lib/*" "$here/InMemoryMongo.java" $mongo_port
  await 60 grep -q ready "$dir/mongo.log"
}

redis_up() { launch redis redis-server --port $redis_port --bind 127.0.0.1 --dir "$dir" --save '' --appendonly no; }

gateway_up() {
  sed -e "s#server command-side:8081 resolve;#server 127.0.0.1:8181; server 127.0.0.1:8182;#" \
    -e "s#server query-side:8082 resolve;#server 127.0.0.1:8281; server 127.0.0.1:8282;#" \
    -e "/resolver /d" -e "s#listen 8080;#listen 127.0.0.1:$gateway_port;#" -e "s#/tmp/nginx.pid#$dir/nginx.pid#" \
    "$root/deploy/nginx.conf" >"$dir/nginx.conf"
  launch gateway nginx -c "$dir/nginx.conf" -e "$dir/nginx-error.log" -g 'daemon off;'
}

part_up() {
  local name=$1 port side
  port=$(port_of "$name") side=${name%-*}
  # shellcheck disable=SC2086 # the options are separate words
  launch "$name" "$java" $opts -jar "$root/$side-side/target/$side-side-exec.jar" --server.port="$port" \
    --stockledger.event-store.jdbc.url="jdbc:postgresql://127.0.0.1:$postgres_port/stockledger" \
    --spring.mongodb.uri="mongodb://127.0.0.1:$mongo_port/stockledger" \
    --management.health.mongodb.enabled=false \
    --spring.data.redis.url="redis://127.0.0.1:$redis_port"
}

pid_of() { cat "$dir/$1.pid" 2>/dev/null || { echo "not running: $1" >&2; return 1; }; }

ready() { await 180 curl -sf "http://127.0.0.1:$(port_of "$1")/actuator/health/readiness"; echo "$1 is ready"; }

end() { # name, signal
  local pid
  [ -f "$dir/$1.pid" ] || return 0
  pid=$(cat "$dir/$1.pid")
  kill "$2" "$pid" 2>/dev/null || true
  kill -CONT "$pid" 2>/dev/null || true # a stopped process handles no signal
  await 30 bash -c "! kill -0 $pid"
  rm -f "$dir/$1.pid"
}

up() {
  rm -rf "$dir"; mkdir -p "$dir"; chmod 711 "$dir"
  postgres_up; redis_up; mongo_up; gateway_up
  for part in command-1 command-2 query-1 query-2; do part_up $part; done
  for part in command-1 command-2 query-1 query-2; do ready $part; done
  echo "the service is on http://127.0.0.1:$gateway_port, logs are in $dir"
}

down() {
  for part in gateway command-1 command-2 query-1 query-2 mongo redis; do end $part -TERM; done
  if [ -f "$dir/pg/data/postmaster.pid" ]; then as_postgres "$pg_bin/pg_ctl" -D "$dir/pg/data" -m fast -w stop >/dev/null; fi
}

usage() { sed -n '2,13p' "$0" >&2; exit 2; }

case ${1:-} in kill | freeze | thaw | start) [ -n "${2:-}" ] || usage ;; esac
case ${1:-} in
  up) up ;;
  down) down ;;
  kill) end "$2" -KILL; echo "$2 is killed" ;;
  freeze) pid=$(pid_of "$2"); kill -STOP "$pid"; echo "$2 is frozen" ;;
  thaw) pid=$(pid_of "$2"); kill -CONT "$pid"; echo "$2 is resumed" ;;
  start) case $2 in redis) redis_up ;; mongo) mongo_up ;; *) part_up "$2"; ready "$2" ;; esac ;;
  *) usage ;;
esac
