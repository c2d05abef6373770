import { EARLIER_END, type LogEvent } from '../log/event.ts';

/** Units of Ubuntu and Debian that call home by themselves, by timers and at their start. Not those that only ever act for others, such as resolvers. */
const CALLS_HOME =
  /^\/system\.slice\/(?:snapd(?:\.\w+)*|apt-daily(?:-upgrade)?|apt-news|esm-cache|ua-\w+|ubuntu-advantage|motd-news|fwupd(?:-refresh)?|packagekit|unattended-upgrades|systemd-timesyncd|chrony|ntpsec|whoopsie|apport\w*|update-notifier-\w+)\.service(?:\/|$)/;

/**
 * Is this a service of the machine that calls home, or nobody any more, and no process of the job? What it is denied is told, but is nobody's attempt.
 * Everything that descends from a step has that step, whatever cgroup it moved to; and a user of the machine is no service.
 */
export function isBackground({ step, action, image, pid, uid, cgroup, reason }: LogEvent): boolean {
  if (step !== undefined || action !== undefined || image !== undefined) return false;
  if (pid === undefined && reason === EARLIER_END) return true;
  return uid !== undefined && uid < 1000 && cgroup !== undefined && CALLS_HOME.test(cgroup);
}
