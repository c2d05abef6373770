import type { LogEvent } from '../log/event.ts';

/** `host:port` as a person would name it: the name if there is one, else the address. */
export function destinationOf(event: LogEvent): string {
  if (event.type === 'dns') return event.name ?? 'a malformed question';
  if (event.type === 'sudo') return 'sudo';
  if (event.type === 'socket') return event.dst_ip === undefined ? (event.protocol ?? 'a socket') : withPort(event.dst_ip, event.dst_port);
  const host = hostOf(event) ?? event.dst_names?.[0] ?? event.dst_ip ?? 'unknown';
  if (event.type === 'ip') return `${host} (${event.protocol ?? 'not TCP or UDP'})`;
  return `${withPort(host, portOf(event) ?? event.dst_port)}${event.type === 'udp' ? '/udp' : ''}`;
}

function withPort(host: string, port: number | undefined): string {
  if (port === undefined) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function hostOf(event: LogEvent): string | undefined {
  if (event.host !== undefined) return event.host.replace(/:\d+$/, '');
  return event.url === undefined ? undefined : authorityOf(event.url)?.host;
}

function portOf(event: LogEvent): number | undefined {
  const authority = event.url === undefined ? undefined : authorityOf(event.url);
  return authority?.port;
}

/** Host and port of an http(s) URL; a URL parser would refuse what an attacker sent, and a log must show it. */
function authorityOf(url: string): { host: string; port: number | undefined } | undefined {
  const match = /^https?:\/\/(?:[^/?#@]{0,2000}@)?(\[[^\]/?#]{1,100}\]|[^:/?#]{1,300})(?::(\d{1,5}))?/i.exec(url);
  if (!match?.[1]) return undefined;
  return { host: match[1], port: match[2] === undefined ? undefined : Number(match[2]) };
}

/** Executable and arguments as one would type them, at most about `limit` characters; not yet escaped for any screen. */
export function commandOf(event: LogEvent, limit = 160): string {
  const exe = event.exe ?? event.cmdline?.[0];
  if (exe === undefined) return event.pid === undefined ? 'an unknown process' : `an unknown process (pid ${event.pid})`;
  let command = quoteArgument(exe);
  for (const argument of event.cmdline?.slice(1) ?? []) {
    if (command.length > limit) return `${command.slice(0, limit)}…`;
    command += ` ${quoteArgument(argument.slice(0, limit + 1))}`;
  }
  return command.length > limit + 1 ? `${command.slice(0, limit)}…` : command;
}

/** As a shell would read it. */
export function quoteArgument(argument: string): string {
  return /^[\w@%+=:,./~^[\]-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** `12.3 MB`, powers of 1000. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `1 request`, `2 requests`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
