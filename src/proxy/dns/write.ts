import { type Answer, encode, type PacketOpt } from 'dns-packet';
import { type DnsRecord, type Reply, type ReplyTo, UDP_SIZE } from './message.ts';
import { packetType } from './packet.ts';

/** The answer to a client in at most `limit` bytes (512 or more): what it can do without goes first, then records from the end, with TC set. */
export function writeReply(to: ReplyTo, reply: Reply, limit: number): Buffer {
  const answers = (reply.answers ?? []).map(written);
  const authorities = (reply.authorities ?? []).map(written);
  const whole = encodeReply(to, reply, answers, authorities, reply.truncated ?? false);
  if (whole.length <= limit) return whole;
  const slim = encodeReply(to, { rcode: reply.rcode }, answers, [], reply.truncated ?? false);
  if (slim.length <= limit) return slim;
  // Some clients cannot ask again over TCP and use what there is, so as much as fits goes out.
  let [fits, tooMany] = [0, answers.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (encodeReply(to, { rcode: reply.rcode }, answers.slice(0, middle), [], true).length <= limit) fits = middle;
    else tooMany = middle;
  }
  return encodeReply(to, { rcode: reply.rcode }, answers.slice(0, fits), [], true);
}

function encodeReply(to: ReplyTo, reply: Reply, answers: Answer[], authorities: Answer[], truncated: boolean): Buffer {
  const flags =
    ((to.opcode ?? 0) << 11) |
    (truncated ? 0x0200 : 0) |
    (to.recursionDesired ? 0x0100 : 0) |
    0x0080 |
    (to.checkingDisabled ? 0x0010 : 0) |
    (reply.rcode & 15);
  return encode({
    type: 'response',
    id: to.id,
    flags,
    questions: to.question ? [{ name: to.question.name, type: packetType(to.question.type), class: to.class ?? 'IN' }] : [],
    answers,
    authorities,
    additionals: to.udpSize === undefined ? [] : [replyOpt(reply)],
  });
}

/** RFC 8914, section 2: option 15, two bytes of code, then text. */
function replyOpt({ rcode, extendedError }: Reply): Answer {
  const opt = {
    type: 'OPT' as const,
    name: '.',
    udpPayloadSize: UDP_SIZE,
    extendedRcode: rcode >> 4,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
  };
  if (!extendedError) return { ...opt, options: [] };
  const data = Buffer.alloc(2 + Buffer.byteLength(extendedError.text));
  data.writeUInt16BE(extendedError.code, 0);
  data.write(extendedError.text, 2);
  // The types of dns-packet know no extended errors; its encoder writes any numeric option that comes with data.
  return { ...opt, options: [{ code: 15, data } as unknown as PacketOpt] };
}

const written = (record: DnsRecord): Answer => ({ ...record.answer, ttl: record.ttl }) as Answer;
