#!/usr/bin/env bash
# Runs a command with a docker engine: .ci/engine.sh make check
#
# Where no engine answers, root gets one for the length of the command: a private dockerd from Debian's packages, with its
# own data root, socket and mount namespace. Bridges, packet filter, forwarding and cgroups belong to the whole machine, so
# they are written down before and put back after. The exit status is the command's.
set -euo pipefail
if [ $# = 0 ]; then echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; fi
root=$(cd "$(dirname "$0")/.." && pwd)
say() { printf '[engine %3ds] %s\n' "$SECONDS" "$*" >&2; }

# The base image: pulled, or where no registry answers, bootstrapped under the same name from Debian's packages.
# The hook leaves out what the slim images leave out.
provide_base() {
  local name
  name=$(sed -n 's/^ARG BASE_IMAGE=//p' "$root/Dockerfile")
  if docker image inspect "$name" >/dev/null 2>&1 || docker pull --quiet "$name" >/dev/null 2>&1; then return; fi
  say "no registry: bootstrapping $name"
  mmdebstrap --quiet --variant=minbase --customize-hook='
    cd "$1/usr/share" && rm -rf man/* info/* locale/* && find doc -not -name copyright -not -type d -delete &&
    find doc -type d -empty -delete' "$(sed 's/.*:\([a-z]*\).*/\1/' <<<"$name")" - |
    docker import --change 'CMD ["bash"]' - "$name" >/dev/null
}

if docker version >/dev/null 2>&1; then
  provide_base
  exec "$@"
fi

if [ "$(id -u)" != 0 ]; then echo "$0: no engine answers, and only root can start one" >&2; exit 1; fi
exec 9>/run/lock/copydesk-engine && flock 9 # two engines would fight over docker0
dir=$(mktemp --directory "${ENGINE_DIR:-/dev/shm}/engine.XXXXXX") # memory: fast, and overlay works on it
export DOCKER_HOST=unix://$dir/docker.sock DOCKER_CONFIG=$dir/config
iptables-save >"$dir/ip"
ip6tables-save >"$dir/ip6"
forward=$(cat /proc/sys/net/ipv4/ip_forward)
engine=

clean_up() {
  local status=$?
  trap '' TERM INT
  set +e
  if [ -n "$engine" ] && kill -0 "$engine" 2>/dev/null; then
    docker ps --all --quiet | xargs --no-run-if-empty docker rm --force >/dev/null
    docker network prune --force >/dev/null # dockerd leaves the bridges of compose projects behind
    kill "$engine"
    timeout 30 tail --pid="$engine" --follow /dev/null || kill -9 "$engine"
    wait "$engine" 2>/dev/null
  fi
  ip link delete docker0 2>/dev/null
  for family in ip ip6; do # a table that did not exist before was not saved, so both are emptied first
    printf '%s\n' '*filter' ':FORWARD ACCEPT' COMMIT '*nat' COMMIT | cat - "$dir/$family" | "${family}tables-restore"
  done
  echo "$forward" >/proc/sys/net/ipv4/ip_forward
  find /sys/fs/cgroup -depth -type d \( -path '*/docker' -o -path '*/docker/*' \) -exec rmdir {} + 2>/dev/null
  rm -rf "$dir" /run/docker
  rmdir /run/containerd/s /run/containerd /run/runc 2>/dev/null
  say "engine stopped, network restored"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

TMPDIR=$dir unshare --mount -- dockerd --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/pid" \
  --host "$DOCKER_HOST" >"$dir/log" 2>&1 9>&- &
engine=$!
until docker version >/dev/null 2>&1; do
  if [ $SECONDS -gt 60 ] || ! kill -0 "$engine" 2>/dev/null; then tail -n 30 "$dir/log" >&2; exit 1; fi
  sleep 0.25
done
provide_base
say "dockerd $(docker version --format '{{.Server.Version}}') is ready"
"$@" 9>&-
