import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ALLOW_MARK, ALLOW_ONCE_MARK, DENY_MARK } from '../../../src/kernel/marks.ts';
import type { FlowRecord } from '../../../src/kernel/native.ts';
import type { LogEvent } from '../../../src/log/event.ts';
import { compile } from '../../../src/policy/index.ts';
import { createNameTable } from '../../../src/proxy/names.ts';
import { startUdp } from '../../../src/proxy/udp/index.ts';
import { ipv4, type PacketFields } from './packets.ts';

const DAY = 86_400_000;
const RULES = 'ntp.test:123/udp\n192.0.2.53:4000/udp\n!192.0.2.53:4000/udp exe=/bin/denied\n192.0.2.53:4001/udp exe=/bin/client';

const start = ({ audit = false, seen = true, exe = '/bin/client', decide = compile(RULES).decide } = {}) => {
  const log: LogEvent[] = [];
  const answers: [string, number, number?][] = [];
  const names = createNameTable(() => performance.now());
  const lookups: unknown[][] = [];
  const record: FlowRecord = { pid: 42, ppid: 1, uid: 1000, cgroupId: 1n, comm: 'c', execId: 1, dstIp: 0, dstPort: 0 };
  const resolver = { resolve: () => Promise.reject(new Error('nothing is resolved here')) };
  const handle = startUdp({
    queue: { drop: (id) => answers.push(['drop', id]), repeat: (id, mark) => answers.push(['repeat', id, mark]) },
    context: { policy: { ...compile(RULES), decide }, audit, names, resolver, log: { write: (event) => log.push(event) } },
    flows: {
      lookup: (...args) => {
        lookups.push(args);
        return seen ? record : undefined;
      },
    },
    identify: () => ({ pid: 42, uid: 1000, exe }),
  });
  let id = 0;
  /** The verdict on this packet. */
  const send = (fields: PacketFields = {}, bytes = ipv4(fields)) => {
    handle({ id: ++id, payload: bytes, length: bytes.length, mark: 0, uid: 1000 });
    return answers.at(-1);
  };
  return { log, answers, names, lookups, handle, send, lastId: () => id };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('UDP at the gate', () => {
  it('to an address that a rule names passes with the mark', () => {
    const udp = start();
    expect(udp.send({ dst: '192.0.2.53', dport: 4000 })).toEqual(['repeat', 1, ALLOW_MARK]);
    expect(udp.lookups).toEqual([[17, 0x0a000001, 5000, 0xc0000235, 4000]]);
    expect(udp.log).toMatchObject([
      { type: 'udp', policy: 'allow', dst_ip: '192.0.2.53', dst_port: 4000, src_port: 5000, pid: 42, exe: '/bin/client' },
    ]);
  });

  it('to anybody else is rejected and told', () => {
    const udp = start();
    expect(udp.send({ dst: '203.0.113.66' })).toEqual(['repeat', 1, DENY_MARK]);
    expect(udp.log).toMatchObject([
      {
        type: 'udp',
        policy: 'deny',
        dst_ip: '203.0.113.66',
        pid: 42,
        reason: expect.stringContaining('No rule'),
        suggestion: '203.0.113.66:4000/udp',
      },
    ]);
    expect(udp.log[0]?.audit).toBeUndefined();
  });

  it('to an address follows the names that we resolved, as long as the flow may live', () => {
    const udp = start();
    const ntp = { dst: '192.0.2.7', dport: 123 };
    expect(udp.send(ntp)).toEqual(['repeat', 1, DENY_MARK]);
    udp.names.learn('ntp.test', ['192.0.2.7'], 60);
    expect(udp.send(ntp)).toEqual(['repeat', 2, ALLOW_MARK]);
    expect(udp.log.at(-1)).toMatchObject({ policy: 'allow', dst_names: ['ntp.test'] });
    vi.advanceTimersByTime(300_000);
    expect(udp.send(ntp)).toEqual(['repeat', 3, ALLOW_MARK]);
    vi.advanceTimersByTime(DAY);
    udp.names.learn('other.test', ['192.0.2.8'], 60);
    udp.send({ dst: '192.0.2.53', dport: 4000 });
    udp.handle.close();
    expect(udp.send(ntp)).toEqual(['repeat', 5, DENY_MARK]);
  });

  it('of a process that the kernel did not see is rejected', () => {
    const udp = start({ seen: false });
    expect(udp.send({ dst: '192.0.2.53', dport: 4000 })).toEqual(['repeat', 1, DENY_MARK]);
    expect(udp.log).toMatchObject([{ policy: 'deny', uid: 1000, reason: expect.stringContaining('no process') }]);
  });

  it('by a rule for certain processes passes alone: the next packet is asked about again', () => {
    const udp = start();
    for (const count of [1, 2]) expect(udp.send({ dst: '192.0.2.53', dport: 4001 })).toEqual(['repeat', count, ALLOW_ONCE_MARK]);
    expect(start({ exe: '/bin/other' }).send({ dst: '192.0.2.53', dport: 4001 })).toEqual(['repeat', 1, DENY_MARK]);
  });

  it('is decided for who sends it', () => {
    expect(start({ exe: '/bin/denied' }).send({ dst: '192.0.2.53', dport: 4000 })).toEqual(['repeat', 1, DENY_MARK]);
  });

  it('in audit passes, and the line says what would have been', () => {
    const udp = start({ audit: true });
    expect(udp.send({ dst: '203.0.113.66' })).toEqual(['repeat', 1, ALLOW_MARK]);
    expect(udp.log).toMatchObject([{ policy: 'deny', audit: true }]);
  });

  it('in audit does not pass a guardrail', () => {
    const udp = start({ audit: true });
    expect(udp.send({ dst: '169.254.169.254' })).toEqual(['repeat', 1, DENY_MARK]);
    expect(udp.log[0]?.audit).toBeUndefined();
  });
});

describe('anything else at the gate', () => {
  it.each([
    ['icmp', { protocol: 1 }],
    ['tcp', { protocol: 6 }],
    ['sctp', { protocol: 132 }],
    ['protocol 253', { protocol: 253 }],
    ['udp', { fragment: 0x2000 }],
    ['udp', { dst: '192.0.2.53', dport: 53 }],
  ])('%s is rejected, in audit too, and logged', (protocol, fields) => {
    for (const audit of [false, true]) {
      const udp = start({ audit });
      expect(udp.send(fields)).toEqual(['repeat', 1, DENY_MARK]);
      expect(udp.log).toMatchObject([{ type: 'ip', policy: 'deny', protocol, dst_ip: expect.any(String), uid: 1000 }]);
    }
  });

  it('TCP that escaped is logged with who it was', () => {
    const udp = start();
    udp.send({ protocol: 6, dport: 443 });
    expect(udp.log).toMatchObject([{ type: 'ip', protocol: 'tcp', dst_port: 443, pid: 42, exe: '/bin/client' }]);
  });

  it('garbage is rejected', () => {
    const udp = start();
    expect(udp.send({}, Buffer.from([1, 2, 3]))).toEqual(['repeat', 1, DENY_MARK]);
  });
});

describe('an error', () => {
  it('in whatever is asked drops the packet, and the next is decided again', () => {
    let broken = true;
    const { decide } = compile(RULES);
    const udp = start({
      decide: (question, process) => {
        if (broken) throw new Error('broken');
        return decide(question, process);
      },
    });
    expect(udp.send()).toEqual(['drop', 1]);
    expect(udp.log).toMatchObject([{ policy: 'deny', error: 'broken' }]);
    broken = false;
    expect(udp.send({ dst: '192.0.2.53' })).toEqual(['repeat', 2, ALLOW_MARK]);
  });

  it('of a queue that is closed is survived', () => {
    const fail = () => {
      throw new Error('closed');
    };
    const names = createNameTable(() => 0);
    const handle = startUdp({
      queue: { drop: fail, repeat: fail },
      context: { policy: compile(RULES), audit: true, names, resolver: { resolve: async () => [] }, log: { write: () => {} } },
      flows: { lookup: () => undefined },
      identify: () => ({ pid: 1 }),
    });
    expect(() => handle({ id: 1, payload: ipv4(), length: 33, mark: 0 })).not.toThrow();
  });
});

describe('the log', () => {
  it('has one line for a flow, and later one for what followed within ten seconds', () => {
    const udp = start();
    for (let i = 0; i < 100; i++) udp.send({ dst: '203.0.113.66' });
    expect(udp.answers.filter(([, , mark]) => mark === DENY_MARK)).toHaveLength(100);
    expect(udp.log).toHaveLength(1);
    vi.advanceTimersByTime(11_000);
    expect(udp.log).toHaveLength(2);
    expect(udp.log[1]).toMatchObject({ policy: 'deny', dst_ip: '203.0.113.66', repeats: 99 });
    vi.advanceTimersByTime(60_000);
    expect(udp.log).toHaveLength(2);
    udp.send({ dst: '203.0.113.66' });
    expect(udp.log).toHaveLength(3);
  });

  it('tells flows apart by address, port and verdict', () => {
    const udp = start();
    udp.send({ dport: 1 });
    udp.send({ dport: 2 });
    udp.send({ dport: 2, sport: 6000 });
    udp.send({ dport: 2, dst: '203.0.113.67' });
    udp.send({ dport: 2, protocol: 1 });
    expect(udp.log).toHaveLength(5);
  });

  it('tells what is still counted when it ends', () => {
    const udp = start();
    for (let i = 0; i < 3; i++) udp.send();
    udp.handle.close();
    expect(udp.log.at(-1)).toMatchObject({ repeats: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not grow with the number of flows', () => {
    const udp = start();
    for (let sport = 1; sport <= 12_000; sport++) {
      udp.send({ sport });
      udp.send({ sport });
    }
    const withRepeats = udp.log.filter(({ repeats }) => repeats === 1).length;
    expect(withRepeats).toBe(2_000);
    expect(udp.log.length).toBe(14_000);
  });
});
