#!/bin/sh
# The same lifecycles as bare.c, as people write them by hand: for comparison.
# usage: sh loop.sh SECONDS BUNDLES RUNTIME [FLAG...]   prints: lifecycles seconds
seconds=$1 bundles=$2
shift 2
count=$(ls "$bundles" | grep -c '^[0-9]*$')
begin=$(date +%s.%N)
end=$(($(date +%s) + seconds))
done=0
mkdir -p /run/loop
while [ "$(date +%s)" -lt "$end" ]; do
  rm -rf /run/loop/bundle
  cp -a "$bundles/$((done % count))" /run/loop/bundle
  {
    "$@" --root /run/loop/root create --bundle /run/loop/bundle loop
    "$@" --root /run/loop/root state loop
    "$@" --root /run/loop/root start loop
    while "$@" --root /run/loop/root state loop | grep -Eq '"status": *"(created|running)"'; do sleep 0.01; done
    "$@" --root /run/loop/root delete loop
  } </dev/null >/run/loop/out 2>&1
  done=$((done + 1))
done
echo "$done $(echo "$(date +%s.%N) $begin" | awk '{print $1 - $2}')"
