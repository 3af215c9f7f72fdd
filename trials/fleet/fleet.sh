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
#   trials/fleet/fleet.sh restart command-1 # SIGTERM, and starts it again once it has ended
#   trials/fleet/fleet.sh roll              # restarts the four sides in turn
#   trials/fleet/fleet.sh fail-over redis   # kills a master, and waits until a replica has taken over; also postgres
#   trials/fleet/fleet.sh down              # stops everything; the logs stay in FLEET_DIR until the next up
#
# What it runs on is chosen by the environment, at each call the same: FLEET_REDIS=single, cluster (three masters, three
# replicas) or sentinel (a master, a replica, three sentinels); FLEET_POSTGRES=single or standby (synchronous streaming);
# FLEET_GZIP=1 lets the gateway compress. FLEET_PORTS=500 adds 500 to every port. FLEET_JARS=FOLDER has the jars of the sides.
# trial.sh beside this file uses them.
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
ports=${FLEET_PORTS:-0}
postgres_port=$((15432 + ports)) standby_port=$((15433 + ports)) redis_port=$((16379 + ports)) mongo_port=$((17017 + ports))
gateway_port=$((8180 + ports)) operators_port=$((8190 + ports))
redis_kind=${FLEET_REDIS:-single} postgres_kind=${FLEET_POSTGRES:-single}
pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

port_of() {
  case $1 in
    command-1) echo $((8181 + ports)) ;; command-2) echo $((8182 + ports)) ;;
    query-1) echo $((8281 + ports)) ;; query-2) echo $((8282 + ports)) ;;
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

postgres_start() { # folder, port, further settings
  local folder=$1 port=$2; shift 2
  as_postgres "$pg_bin/pg_ctl" -D "$dir/pg/$folder" -w -l "$dir/pg/$folder.log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir/pg -c max_connections=200 $*" start >/dev/null
}

postgres_up() {
  mkdir -p "$dir/pg"
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir/pg"; fi
  as_postgres "$pg_bin/initdb" -D "$dir/pg/data" -U stockledger -A trust >"$dir/initdb.log"
  postgres_start data $postgres_port
  as_postgres "$pg_bin/createdb" -h 127.0.0.1 -p $postgres_port -U stockledger stockledger
  if [ "$postgres_kind" = standby ]; then
    as_postgres "$pg_bin/pg_basebackup" -h 127.0.0.1 -p $postgres_port -U stockledger -D "$dir/pg/standby" -R -C -S standby -c fast \
      -d "application_name=standby" >/dev/null
    # Once it is promoted, it must not wait for a standby.
    postgres_start standby $standby_port -c "synchronous_standby_names="
    as_postgres "$pg_bin/psql" -qh 127.0.0.1 -p $postgres_port -U stockledger -d stockledger \
      -c "ALTER SYSTEM SET synchronous_standby_names = 'standby'" -c "SELECT pg_reload_conf()" >/dev/null
    await 30 synchronous
  fi
}

synchronous() {
  as_postgres "$pg_bin/psql" -qAth 127.0.0.1 -p $postgres_port -U stockledger -d stockledger \
    -c "SELECT sync_state FROM pg_stat_replication" | grep -q sync
}

events() { # the number of stored events
  local port=$postgres_port
  if [ -e "$dir/promoted" ]; then port=$standby_port; fi
  as_postgres "$pg_bin/psql" -qAth 127.0.0.1 -p $port -U stockledger -d stockledger -c "SELECT count(*) FROM domainevententry"
}

postgres_fail_over() {
  as_postgres "$pg_bin/pg_ctl" -D "$dir/pg/data" -m immediate -w stop >/dev/null
  as_postgres "$pg_bin/pg_ctl" -D "$dir/pg/standby" -w promote >/dev/null
  touch "$dir/promoted"
}

mongo_up() {
  local core memory
  mkdir -p "$dir/lib"; rm -f "$dir/mongo.log"
  (cd "$dir/lib" && "${java%java}jar" xf "${FLEET_JARS:-$root/standalone/target}/stockledger.jar" BOOT-INF/lib)
  # The standalone jar has no memory backend; the build has put it, a test dependency, into the local Maven repository.
  core=$(ls "$dir"/lib/BOOT-INF/lib/mongo-java-server-core-*.jar)
  memory=$(basename "$core" .jar); memory=${memory/core/memory-backend}
  cp "$HOME/.m2/repository/de/bwaldvogel/mongo-java-server-memory-backend/${memory##*-}/$memory.jar" "$dir/lib/BOOT-INF/lib/"
  # shellcheck disable=SC2086 # the options are separate words
  launch mongo "$java" "-Xms${FLEET_MONGO_MEMORY:-2g}" "-Xmx${FLEET_MONGO_MEMORY:-2g}" $pretouch -cp "$dir/lib/BOOT-INF/lib/*" "$here/InMemoryMongo.java" $mongo_port
  await 180 grep -q ready "$dir/mongo.log"
}

redis_node() { # name, port, further settings
  local name=$1 port=$2; shift 2
  mkdir -p "$dir/$name"
  launch "$name" redis-server --port "$port" --bind 127.0.0.1 --dir "$dir/$name" --save '' --appendonly no \
    --repl-diskless-sync-delay 0 "$@"
  await 10 redis-cli -p "$port" ping
}

redis_up() {
  local i nodes=()
  case $redis_kind in
    single) redis_node redis $redis_port ;;
    cluster)
      for i in 0 1 2 3 4 5; do
        redis_node redis-$i $((redis_port + i)) --cluster-enabled yes --cluster-node-timeout 3000
        nodes+=("127.0.0.1:$((redis_port + i))")
      done
      redis-cli --cluster create "${nodes[@]}" --cluster-replicas 1 --cluster-yes >"$dir/redis-cluster.log"
      await 30 cluster_is_up
      ;;
    sentinel)
      redis_node redis-0 $redis_port
      redis_node redis-1 $((redis_port + 1)) --replicaof "127.0.0.1 $redis_port"
      await 30 is_synced $((redis_port + 1))
      for i in 2 3 4; do
        mkdir -p "$dir/redis-$i"
        printf '%s\n' "port $((redis_port + i))" "bind 127.0.0.1" "dir $dir/redis-$i" \
          "sentinel monitor shop 127.0.0.1 $redis_port 2" "sentinel down-after-milliseconds shop 3000" \
          "sentinel failover-timeout shop 10000" >"$dir/redis-$i/sentinel.conf"
        launch redis-$i redis-server "$dir/redis-$i/sentinel.conf" --sentinel
        await 10 redis-cli -p $((redis_port + i)) ping
      done
      await 30 bash -c "redis-cli -p $((redis_port + 2)) sentinel master shop | grep -A1 num-other-sentinels | grep -q 2"
      ;;
  esac
}

cluster_is_up() {
  local i
  for i in 0 1 2 3 4 5; do redis-cli -p $((redis_port + i)) cluster info | grep -q cluster_state:ok || return 1; done
  for i in 3 4 5; do is_synced $((redis_port + i)) || return 1; done
  [ "$(redis-cli -p "$redis_port" cluster nodes | grep -c ' connected')" = 6 ]
}

# Redis promotes no replica that has never had the data of its master.
is_synced() { redis-cli -p "$1" info replication | grep -q master_link_status:up; }

is_master() { redis-cli -p "$1" role 2>/dev/null | head -1 | grep -q master; }

redis_fail_over() {
  local replica
  case $redis_kind in
    cluster)
      replica=$(redis-cli -p $redis_port cluster nodes | grep "slave $(redis-cli -p $redis_port cluster myid)" \
        | sed -E 's/.*:([0-9]+)@.*/\1/')
      ;;
    sentinel) replica=$((redis_port + 1)) ;;
    *) echo "one Redis has no replica" >&2; exit 2 ;;
  esac
  end redis-0 -KILL
  await 60 is_master "$replica"
}

redis_settings() {
  local i nodes=
  for i in 0 1 2 3 4 5; do nodes+=${nodes:+,}127.0.0.1:$((redis_port + i)); done
  case $redis_kind in
    cluster) echo "--spring.data.redis.cluster.nodes=$nodes" ;;
    sentinel)
      echo "--spring.data.redis.sentinel.master=shop"
      echo "--spring.data.redis.sentinel.nodes=127.0.0.1:$((redis_port + 2)),127.0.0.1:$((redis_port + 3)),127.0.0.1:$((redis_port + 4))"
      ;;
    *) echo "--spring.data.redis.url=redis://127.0.0.1:$redis_port" ;;
  esac
}

gateway_up() {
  local of="max_fails=1 fail_timeout=2s;" gzip=
  if [ "${FLEET_GZIP:-}" = 1 ]; then
    gzip="gzip on; gzip_proxied any; gzip_vary on; gzip_min_length 256; gzip_types application/json application/problem+json;"
  fi
  sed -e "s#server command-side:8081 resolve .*#server 127.0.0.1:$(port_of command-1) $of server 127.0.0.1:$(port_of command-2) $of#" \
    -e "s#server query-side:8082 resolve .*#server 127.0.0.1:$(port_of query-1) $of server 127.0.0.1:$(port_of query-2) $of#" \
    -e "/resolver /d" -e "s#listen 8080;#listen 127.0.0.1:$gateway_port;#" -e "s#listen 8090;#listen 127.0.0.1:$operators_port;#" \
    -e "s#/tmp/nginx.pid#$dir/nginx.pid#" -e "s#access_log off;#access_log off; $gzip#" \
    "$root/deploy/nginx.conf" >"$dir/nginx.conf"
  cp "$root/deploy/routes.conf" "$root/deploy/not-found.conf" "$dir/"
  launch gateway nginx -c "$dir/nginx.conf" -e "$dir/nginx-error.log" -g 'daemon off;'
}

part_up() {
  local name=$1 port side
  port=$(port_of "$name") side=${name%-*}
  local redis=()
  if [ "$side" = query ]; then mapfile -t redis < <(redis_settings); fi
  local hosts=127.0.0.1:$postgres_port
  if [ "$postgres_kind" = standby ]; then hosts+=,127.0.0.1:$standby_port; fi
  # shellcheck disable=SC2086 # the options are separate words
  launch "$name" "$java" $opts -jar "${FLEET_JARS:-$root/$side-side/target}/$side-side-exec.jar" --server.port="$port" \
    --stockledger.event-store.jdbc.url="jdbc:postgresql://$hosts/stockledger" \
    --stockledger.drain.time=5s \
    --spring.mongodb.uri="mongodb://127.0.0.1:$mongo_port/stockledger" \
    --management.health.mongodb.enabled=false "${redis[@]}"
}

pid_of() { cat "$dir/$1.pid" 2>/dev/null || { echo "not running: $1" >&2; return 1; }; }

ready() { await 300 curl -sf "http://127.0.0.1:$(port_of "$1")/actuator/health/readiness"; echo "$1 is ready"; }

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
  echo "the service is on http://127.0.0.1:$gateway_port, all of it on http://127.0.0.1:$operators_port, logs are in $dir"
}

down() {
  for part in gateway command-1 command-2 query-1 query-2 mongo redis redis-0 redis-1 redis-2 redis-3 redis-4 redis-5; do
    end $part -TERM
  done
  for server in data standby; do
    if [ -f "$dir/pg/$server/postmaster.pid" ]; then
      as_postgres "$pg_bin/pg_ctl" -D "$dir/pg/$server" -m fast -w stop >/dev/null
    fi
  done
}

# A stopping side goes on to answer, then a new one takes its place.
restart() { end "$1" -TERM; part_up "$1"; ready "$1"; }

usage() { sed -n '2,22p' "$0" >&2; exit 2; }

case ${1:-} in kill | freeze | thaw | start | restart | fail-over) [ -n "${2:-}" ] || usage ;; esac
case ${1:-} in
  up) up ;;
  down) down ;;
  kill) end "$2" -KILL; echo "$2 is killed" ;;
  freeze) pid=$(pid_of "$2"); kill -STOP "$pid"; echo "$2 is frozen" ;;
  thaw) pid=$(pid_of "$2"); kill -CONT "$pid"; echo "$2 is resumed" ;;
  start) case $2 in redis) redis_up ;; mongo) mongo_up ;; *) part_up "$2"; ready "$2" ;; esac ;;
  restart) restart "$2" ;;
  roll)
    for part in command-1 command-2 query-1 query-2; do
      restart $part
      # The gateway leaves an instance out for 2 s (fail_timeout) after it refused a connection.
      sleep 3
    done ;;
  fail-over) case $2 in redis) redis_fail_over ;; postgres) postgres_fail_over ;; *) usage ;; esac; echo "$2 has failed over" ;;
  events) events ;;
  *) usage ;;
esac
