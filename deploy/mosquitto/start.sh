#!/bin/sh
# Runs Mosquitto with the accounts that `hearthgate broker export --mosquitto DIR --watch` writes: waits for the first of them,
# and has them read again whenever they have changed.
#   start.sh [DIR [CONFIG]]
accounts=${1:-/mosquitto/hearthgate}
config=${2:-/mosquitto/config/mosquitto.conf}

state() { stat -c %i.%Y "$accounts/passwords" "$accounts/acl" 2>/dev/null; }

until [ -f "$accounts/passwords" ] && [ -f "$accounts/acl" ]; do sleep 1; done
seen=$(state)
mosquitto -c "$config" &
broker=$!
trap 'kill -TERM $broker' TERM INT
while kill -0 $broker 2>/dev/null; do
  sleep 1 &
  wait $!
  now=$(state)
  if [ "$now" != "$seen" ]; then
    seen=$now
    kill -HUP $broker
  fi
done
wait $broker
