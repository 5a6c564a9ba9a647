/** What every script has in common: its own namespaces, devices and file systems, and the functions that checks use. */

/** Before the part inside: arguments, namespaces, repetition, the answer. `RUNS`, `CONTROL` and `NAME` are set. */
export const OUTSIDE = `fail() { echo "cannot tell: $*" >&2; exit 2; }

if [ "\${1-}" != --inside ]; then
  B=$(command -v busybox) || fail "busybox is needed (Debian: busybox-static)"
  [ "$("$B" id -u)" = 0 ] || fail "it needs root"
  RUNTIME=$(command -v "\${1:-$NAME}") || fail "there is no runtime \${1:-$NAME}; name one: sh $0 PATH"
  RUNTIME=$("$B" realpath "$RUNTIME")
  child=
  clean() {
    [ -z "$child" ] || "$B" kill -KILL $("$B" cat "/proc/$child/task/$child/children" 2>/dev/null) 2>/dev/null
    for top in /sys/fs/cgroup/"$ID" /sys/fs/cgroup/*/"$ID"; do
      n=0
      while [ -d "$top" ] && [ $n -lt 100 ]; do
        "$B" find "$top" -depth -type d -exec "$B" rmdir {} \\; 2>/dev/null
        [ ! -d "$top" ] || "$B" usleep 20000
        n=$((n + 1))
      done
    done
  }
  trap 'clean; exit 2' INT TERM HUP
  attempt() { # CONFIG: one lifecycle in namespaces of its own
    ID=ocifuzz-$$-$run
    "$B" unshare -m -u -i -n -p -f --mount-proc "$B" sh "$0" --inside "$RUNTIME" "$B" "$ID" "$1" &
    child=$!
    wait $child
    code=$?
    child=
    clean
  }
  run=1
  attempt config
  while [ $code = 1 ] && [ $run -lt $RUNS ]; do
    run=$((run + 1))
    attempt config
  done
  if [ "$code" = "$CONTROL" ]; then
    run=$((run + 1))
    attempt control
    [ $code = 0 ] || fail "the runtime refuses the config without that part too"
    code=$CONTROL
  fi
  case $code in
    0) echo PRESENT ;;
    1) echo ABSENT ;;
    *) code=2 ;;
  esac
  exit $code
fi
`;

/** Inside the namespaces: the host read-only, fresh /dev, /run and /tmp, copies of the runtime and of busybox. */
export const INSIDE = `BINARY=$2 BUSYBOX=$3 ID=$4 CONFIG=$5
b() { "$BUSYBOX" "$@" || fail "busybox $*"; }
umask 022
b mount --make-rprivate /
b mount -t tmpfs -o mode=755 tmpfs /dev
for node in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0"; do
  b mknod -m 666 /dev/\${node%% *} c \${node#* }
done
b mkdir /dev/pts /dev/shm /dev/mqueue /dev/tools /dev/tools/bin
b mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts /dev/pts
b ln -s pts/ptmx /dev/ptmx
b ln -s /proc/self/fd /dev/fd
b cp "$BINARY" "/dev/tools/\${BINARY##*/}"
b cp "$BUSYBOX" /dev/tools/busybox
b mount -t tmpfs -o mode=755 tmpfs /run
b mount -t tmpfs -o mode=1777 tmpfs /tmp
b cp -r /dev/tools /run/
b rm -rf /dev/tools
/run/tools/busybox --install -s /run/tools/bin || fail "busybox has to be static"
PATH=/run/tools/bin
mount -o remount,bind,ro / 2>/dev/null
if [ -d /sys/fs/cgroup/unified ]; then # a hybrid host: as v1, on a tmpfs that is not the host's
  mkdir /dev/cgroups && mount -o rbind /sys/fs/cgroup /dev/cgroups && umount -l /sys/fs/cgroup
  mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
  for at in /dev/cgroups/*; do
    to=/sys/fs/cgroup/\${at##*/}
    if [ -L "$at" ]; then cp -d "$at" "$to"
    elif [ "\${to##*/}" != unified ]; then mkdir "$to" && mount -o move "$at" "$to"; fi
  done
  umount -l /dev/cgroups && rmdir /dev/cgroups
fi
RUNTIME=/run/tools/\${BINARY##*/}
WORK=/run/ocifuzz BUNDLE=/run/ocifuzz/bundle ROOTFS=/run/ocifuzz/bundle/rootfs STATE=/run/ocifuzz/root/runtime
PIDFILE=$WORK/pid/c1
FLAGS=
# without an overlay what programs write is in the rootfs
case \${RUNTIME##*/} in runsc*) FLAGS="--network=none --ignore-cgroups --overlay2=none" ;; esac
mkdir -p $BUNDLE $WORK/io $WORK/pid $WORK/dir $STATE
ln -s $BUNDLE $WORK/link
: >$WORK/io/stdin
`;

/** Functions of the part inside. `LOG` is where programs and operations leave their marks, in order. */
export const FUNCTIONS = `fail() { cat $WORK/io/*.err >&2; echo "cannot tell: $*" >&2; exit 2; }
say() { echo "$*" >>$LOG; }
has() { grep -qx -- "$1" $LOG; }
value() { sed -n "s|^$1 ||p" $LOG | head -n 1; }
at() { # the line of the log that is this; 0 = none
  l=$(grep -nx -- "$1" $LOG | head -n 1)
  l=\${l%%:*}
  echo \${l:-0}
}
member() { # of the JSON object on standard input
  grep -o "\\"$1\\" *: *\\(\\"[^\\"]*\\"\\|[^,}]*\\)" | head -n 1 | sed 's/^"[^"]*" *: *//; s/^"//; s/[" ]*$//; s|\\\\/|/|g'
}
ended() { # true if the container process is gone, or there never was one
  p=$(cat $PIDFILE 2>/dev/null) || return 0
  [ ! -d "/proc/$p" ] || grep -q '^State:.*Z' "/proc/$p/status" 2>/dev/null
}
wait_stopped() { n=0; until ended || [ $n -ge 500 ]; do usleep 20000; n=$((n + 1)); done; }
wait_started() { n=0; until has "begin $1" || ended || [ $n -ge 500 ]; do usleep 20000; n=$((n + 1)); done; }
caller_limit() { (limits; echo "$(ulimit -S -$1) $(ulimit -H -$1)"); }
`;
