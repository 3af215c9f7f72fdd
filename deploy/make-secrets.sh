#!/usr/bin/env bash
# Makes the secrets of docker-compose.yml: random, each file once. What exists is kept, so it is safe to run again.
#
#   deploy/make-secrets.sh [FOLDER]     # deploy/secrets unless it is named; git ignores it
#
# The folder is open to its owner only. The files in it are readable, since each container reads them as a user of its own.
set -euo pipefail
folder=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets}
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# Writes standard input to a file, unless it exists.
once() {
  local file=$folder/$1
  if [ -e "$file" ]; then cat >/dev/null; return; fi
  (umask 077 && cat >"$file.new")
  chmod 444 "$file.new"
  mv "$file.new" "$file"
}

for name in mongodb-root-password mongodb-password redis-password grafana-admin-password axon-admin-password \
  axon-token axon-system-token axon-internal-token; do
  random 24 | once "$name"
done

# The first API key of the service, and a copy of it with which Prometheus reads the meters.
printf 'sl_first_%s' "$(random 32)" | once bootstrap-key
once metrics-key <"$folder/bootstrap-key"

# The members of a replica set authenticate each other by a key file.
random 96 | once mongodb-key

# Redis has the digest of the password. The services need no command that reads or changes the server's configuration.
digest=$(sha256sum <"$folder/redis-password" | cut -d' ' -f1)
once redis-users.acl <<END
user default off
user stockledger on #$digest ~* &* +@all -@admin -@dangerous +info
END

once axon-server.properties <<END
axoniq.axonserver.accesscontrol.enabled=true
axoniq.axonserver.accesscontrol.internal-token=$(cat "$folder/axon-internal-token")
axoniq.axonserver.accesscontrol.systemtokenfile=/run/secrets/axon-system-token
axoniq.axonserver.clustertemplate.path=/run/secrets/axon-cluster-template.yml
END

# Applied at the first start with empty volumes.
once axon-cluster-template.yml <<END
axoniq:
  axonserver:
    cluster-template:
      first: axon-server:8224
      replicationGroups:
        - name: _admin
          roles:
            - node: axon-server
              role: PRIMARY
          contexts:
            - name: _admin
        - name: default
          roles:
            - node: axon-server
              role: PRIMARY
          contexts:
            - name: default
      applications:
        - name: stockledger
          description: both sides of the service
          token: $(cat "$folder/axon-token")
          roles:
            - context: default
              roles:
                - USE_CONTEXT
      users:
        - userName: admin
          password: $(cat "$folder/axon-admin-password")
          roles:
            - context: _admin
              roles:
                - ADMIN
END
echo "secrets are in $folder"
