/** Milliseconds of processor time that this process has used: how much a computation takes, however busy the machine is. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
