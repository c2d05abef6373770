import { beforeAll, describe, expect, test } from 'vitest';
import { type JobResult, reached, runJob, transcript, WORLD } from '../runner/runner.ts';

/** Run by a step: each line says what came of one way, `open` where it led somewhere. */
const ROADS = `set +e
try() { name=$1; shift; if timeout 10 "$@" >/dev/null 2>&1 </dev/null; then echo "$name: open"; else echo "$name: shut"; fi; }
proxy=
for pid in $(cd /proc; echo [0-9]*); do
  # Of this machine alone: others of the host are outside of its cgroup.
  case $(tr '\\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null),$(grep ^0:: "/proc/$pid/cgroup" 2>/dev/null) in
    *,0::/..*) ;;
    egress-filter-proxy*) proxy=$pid;;
  esac
done 2>/dev/null
guard=$(awk '/^PPid:/ {print $2}' "/proc/$proxy/status")
uid=$(awk '/^Uid:/ {print $2}' /proc/$proxy/status)
echo "guard $guard proxy $proxy uid $uid"
try sudo sudo -n true
try sudo-user sudo -n -u "#$uid" true
try su su -c true root
try su-proxy su -c true "#$uid"
try setpriv setpriv --reuid "$uid" true
try userns-proxy unshare -U --map-user "$uid" sh -c 'kill -STOP '$proxy
try newuidmap sh -c "unshare -U sleep 5 & sleep 0.5; newuidmap \\$! $uid $uid 1"
try kill-proxy kill -9 "$proxy"
try stop-proxy kill -STOP "$proxy"
try kill-guard kill -9 "$guard"
try nsenter-net nsenter -t "$proxy" -n true
try nsenter-mount nsenter -t "$proxy" -m true
try nsenter-guard nsenter -t "$guard" -a true
try root-of-proxy ls "/proc/$proxy/root/"
try fds-of-proxy ls "/proc/$proxy/fd/"
try memory-of-proxy head -c1 "/proc/$proxy/mem"
try environment-of-guard cat "/proc/$guard/environ"
try cgroup-make mkdir /sys/fs/cgroup/mine
try cgroup-move sh -c 'for c in $(find /sys/fs/cgroup -name cgroup.procs); do echo $$ >$c && exit 0; done 2>/dev/null; exit 1'
try cgroup-namespace unshare -UrC sh -c 'mount -t cgroup2 c /tmp && mkdir /tmp/mine && echo $$ >/tmp/mine/cgroup.procs'
try backup sh -c 'cat /var/lib/egress-filter/*/* /run/egress-filter/store/*/* '
try sudoers sh -c 'echo "runner ALL=(ALL) NOPASSWD: ALL" >>/etc/sudoers'
cd "$(mktemp -d)"
cp /usr/bin/sudo ./sudo && try copy-of-sudo ./sudo -n true
try sudo-as-ns-root unshare -Ur sudo -n sh -c 'exec 3<>/etc/sudoers'
curl -sSk --max-time 5 https://${WORLD.evil}/as-myself
unshare -Ur curl -sSk --max-time 5 https://${WORLD.evil}/as-root-of-a-namespace
(sleep 1; curl -sSk --max-time 5 https://${WORLD.evil}/later) & wait
curl -sS --max-time 60 https://ok.test/still-filtered
true`;

describe('roads to root, to the proxy and out of the scope, from a step', () => {
  let job: JobResult;
  beforeAll(async () => {
    job = await runJob({ action: { with: { policy: 'ok.test' } }, steps: [{ name: 'roads', run: ROADS }] });
  });

  test('the step finds the guard and the proxy, and is refused everything', () => {
    expect(job.conclusion, transcript(job)).toBe('success');
    const log = job.step('roads').log;
    expect(log).toMatch(/^guard \d+ proxy \d+ uid \d+$/m);
    const open = [...log.matchAll(/^(\S+): (open|shut)$/gm)].filter(([, , state]) => state === 'open').map(([, name]) => name);
    expect(open).toEqual([]);
    expect([...log.matchAll(/: shut$/gm)].length).toBeGreaterThan(20);
  });

  test('the filter is there as before: what is allowed passes, nothing else left', () => {
    expect(job.step('roads').log).toContain('hello from ok.test/still-filtered');
    expect(reached(job, WORLD.evil)).toEqual([]);
  });

  test('attempts with sudo are in the log as denied', () => {
    expect(job.log).toContainEqual(
      expect.objectContaining({
        type: 'sudo',
        policy: 'deny',
        user: 'root',
        cmdline: ['sudo', '-n', 'true'],
        reason: 'sudo is locked for the job',
      }),
    );
  });
});
