import { type LineReport, quote } from './findings.ts';

export type Protocol = 'tcp' | 'udp';

/** `any`, or the ports by number. */
export type Ports = 'any' | readonly number[];

export interface PortSpec {
  readonly ports: Ports;
  readonly protocol?: Protocol;
}

/** `443`, `80|443`, `*`, `53/udp`: what follows the colon. `start` is the position of `text` in the line. */
export function readPorts(report: LineReport, text: string, start: number): PortSpec | undefined {
  const slash = text.indexOf('/');
  const list = slash === -1 ? text : text.slice(0, slash);
  const protocol = slash === -1 ? undefined : readProtocol(report, text.slice(slash + 1), start + slash);
  const ports = readList(report, list, start);
  if (ports === undefined || (slash !== -1 && protocol === undefined)) return undefined;
  return { ports, ...(protocol === undefined ? {} : { protocol }) };
}

function readProtocol(report: LineReport, text: string, start: number): Protocol | undefined {
  if (text === 'tcp' || text === 'udp') return text;
  const lower = text.toLowerCase();
  const meant: string | undefined = lower === 'tcp' || lower === 'udp' ? `/${lower}` : undefined;
  report.error('bad-protocol', start, text.length + 1, `the protocol is /tcp or /udp, not ${quote(`/${text}`)}`, meant);
  return undefined;
}

const onePort = /^[1-9]\d{0,3}$/;
const number = /^\d{1,9}$/;

function readList(report: LineReport, text: string, start: number): Ports | undefined {
  if (text === '') {
    report.error('no-port', start - 1, 1, 'a port is missing after the colon: write a number, several as 80|443, or * for all');
    return undefined;
  }
  if (onePort.test(text)) return [Number(text)];
  const ports: number[] = [];
  let any = false;
  let at = start;
  for (const item of text.split('|', 1000)) {
    const port = number.test(item) ? Number(item) : Number.NaN;
    if (item === '*') any = true;
    else if (port >= 1 && port <= 65535) ports.push(port);
    else {
      badPort(report, item, at, start);
      return undefined;
    }
    at += item.length + 1;
  }
  return any ? 'any' : [...new Set(ports)];
}

function badPort(report: LineReport, item: string, at: number, start: number): void {
  if (/^\d+(?:,\d+)+$/.test(item)) {
    report.error('comma', at, item.length, 'ports are separated by |', item.replaceAll(',', '|'));
  } else if (/^\d+-\d+$/.test(item)) {
    report.error('port-range', at, item.length, 'a range of ports cannot be written: list them as 8000|8001, or allow all with :*', '*');
  } else if (item === '') {
    report.error('no-port', Math.max(at - 1, start - 1), 1, 'a port is missing here');
  } else {
    report.error('bad-port', at, item.length, `${quote(item)} is not a port: ports go from 1 to 65535`);
  }
}

export function hasPort(ports: Ports, port: number): boolean {
  return ports === 'any' || ports.includes(port);
}

export function portsOverlap(a: Ports, b: Ports): boolean {
  return a === 'any' || b === 'any' || a.some((port) => b.includes(port));
}

export function formatPorts(ports: Ports): string {
  return ports === 'any' ? '*' : ports.join('|');
}
