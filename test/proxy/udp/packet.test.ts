import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARLIER_END } from '../../../src/log/event.ts';
import { parsePacket } from '../../../src/proxy/udp/packet.ts';
import { ipv4 } from './packets.ts';

const parse = (payload: Buffer, length = payload.length) => parsePacket({ payload, length });

describe('a packet at the gate', () => {
  it('that is one plain UDP datagram has two ends', () => {
    expect(parse(ipv4({ src: '10.1.2.3', dst: '203.0.113.255', sport: 1, dport: 65535 }))).toEqual({
      kind: 'udp',
      src: { ip: '10.1.2.3', address: 0x0a010203, port: 1 },
      dst: { ip: '203.0.113.255', address: 0xcb0071ff, port: 65535 },
    });
  });

  it('may be shown in part', () => {
    const whole = ipv4({ payload: Buffer.alloc(1000) });
    expect(parse(whole.subarray(0, 64), whole.length)).toMatchObject({ kind: 'udp' });
  });

  it.each<[string, flags: number, data: string, isEnd: boolean]>([
    ['FIN', 0x11, '', true],
    ['RST', 0x04, '', true],
    ['a bare acknowledgement', 0x10, '', true],
    ['SYN', 0x02, '', false],
    ['data', 0x18, 'secret', false],
    ['FIN with data', 0x11, 'secret', false],
  ])('TCP that opens or carries something is told apart from the end of a connection: %s', (_what, flags, data, isEnd) => {
    const rest = Buffer.from([0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0]);
    const packet = ipv4({ protocol: 6, payload: Buffer.concat([rest, Buffer.from(data)]) });
    expect(parse(packet)).toMatchObject({ kind: 'refused', why: isEnd ? EARLIER_END : expect.stringContaining('TCP that did not') });
    expect(parse(packet.subarray(0, 33), packet.length)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('TCP that did not'),
    });
  });

  it.each<[string, Buffer, string, RegExp]>([
    ['empty', Buffer.alloc(0), 'unknown', /not an IPv4/],
    ['cut off in the IP header', ipv4().subarray(0, 19), 'unknown', /not an IPv4/],
    ['IPv6', Buffer.concat([Buffer.from([0x60]), Buffer.alloc(60)]), 'ipv6', /IPv6/],
    ['version 5', ipv4({ version: 5 }), 'unknown', /not an IPv4/],
    ['ICMP', ipv4({ protocol: 1 }), 'icmp', /only TCP and UDP/],
    ['TCP', ipv4({ protocol: 6 }), 'tcp', /proxy/],
    ['SCTP', ipv4({ protocol: 132 }), 'sctp', /only TCP and UDP/],
    ['UDP-Lite', ipv4({ protocol: 136 }), 'udplite', /only TCP and UDP/],
    ['DCCP', ipv4({ protocol: 33 }), 'dccp', /only TCP and UDP/],
    ['GRE', ipv4({ protocol: 47 }), 'gre', /only TCP and UDP/],
    ['an experiment', ipv4({ protocol: 253 }), 'protocol 253', /only TCP and UDP/],
    ['source routing', ipv4({ options: Buffer.from([131, 7, 4, 192, 0, 2, 66, 0]) }), 'udp', /options/],
    ['options that do nothing', ipv4({ options: Buffer.from([1, 1, 1, 0]) }), 'udp', /options/],
    ['a header shorter than a header', Buffer.concat([Buffer.from([0x44]), ipv4().subarray(1)]), 'udp', /options/],
    ['a first fragment', ipv4({ fragment: 0x2000 }), 'udp', /fragments/],
    ['a later fragment', ipv4({ fragment: 0x0003 }), 'udp', /fragments/],
    ['the reserved flag', ipv4({ fragment: 0x8000 }), 'udp', /fragments/],
    ['an IP length too long', ipv4({ totalLength: 1000 }), 'udp', /IP header/],
    ['an IP length too short', ipv4({ totalLength: 28 }), 'udp', /IP header/],
    ['a UDP length too long', ipv4({ udpLength: 1000 }), 'udp', /UDP header/],
    ['a UDP length too short', ipv4({ udpLength: 9 }), 'udp', /UDP header/],
    ['a UDP length of nothing', ipv4({ udpLength: 0 }), 'udp', /UDP header/],
    ['cut off in the UDP header', ipv4({ totalLength: 26 }).subarray(0, 26), 'udp', /UDP header/],
    ['DNS', ipv4({ dport: 53 }), 'udp', /DNS/],
    ['port 0', ipv4({ dport: 0 }), 'udp', /port 0/],
  ])('that is %s is refused', (_, bytes, protocol, why) => {
    const parsed = parse(bytes);
    expect(parsed).toMatchObject({ kind: 'refused', protocol });
    expect(parsed.kind === 'refused' && parsed.why).toMatch(why);
  });

  it('that shows less than its length is refused when it shows more', () => {
    expect(parse(ipv4(), 20)).toMatchObject({ kind: 'refused' });
  });

  it('of any bytes is refused or is what a datagram must be', () => {
    const good = ipv4();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }).map((raw) => Buffer.from(raw)),
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }).map((changes) => {
        const copy = Buffer.from(good);
        for (const [at, value] of changes) copy[at] = value;
        return copy;
      }),
    );
    fc.assert(
      fc.property(bytes, fc.nat(100), (payload, length) => {
        const size = length < 50 ? payload.length : length;
        const parsed = parse(payload, size);
        if (parsed.kind === 'refused') return;
        expect([payload[0], payload[9]]).toEqual([0x45, 17]);
        expect(payload.readUInt16BE(2)).toBe(size);
        expect(payload.readUInt16BE(24)).toBe(size - 20);
        expect(payload.readUInt16BE(6) & 0xbfff).toBe(0);
        expect(parsed.dst.port).toBe(payload.readUInt16BE(22));
        expect([0, 53]).not.toContain(parsed.dst.port);
      }),
      { numRuns: 5000 },
    );
  });
});
