import { lookupPurpose } from '../../policy/index.ts';
import type { Question } from '../../policy/types.ts';
import { normalizeName } from '../names.ts';
import type { SharedLine } from './lines.ts';
import type { BadQuery, ClientQuery, Reply } from './message.ts';
import { readQuery } from './query.ts';
import { isPublicName } from './resolver.ts';
import { refusedType, typeName } from './types.ts';
import { writeReply } from './write.ts';

/** A query as it was read, and what was last made of it. Who asks is not in it: that is decided each time. */
export interface Asked {
  /** Its id is that of whoever asked first. */
  readonly query: ClientQuery;
  readonly name: string;
  readonly queryType: string;
  readonly purpose: Extract<Question, { type: 'dns' }>['purpose'];
  /** Why queries of this type are not answered. */
  readonly unanswerable: string | undefined;
  /** A resolver may be asked for such a name. */
  readonly isPublic: boolean;
  reply?: { readonly of: object; readonly reply: Reply } | undefined;
  encoded?: { readonly reply: Reply; readonly limit: number; readonly bytes: Buffer } | undefined;
  line?: SharedLine;
}

const MOST_REMEMBERED = 1024;
const LONGEST_REMEMBERED = 300;

/** Reads queries, and remembers by all their bytes but the id how they read: clients ask the same again and again. */
export function createQueryReader(): (bytes: Buffer) => Asked | BadQuery {
  const known = new Map<string, Asked>();
  return (bytes) => {
    if (bytes.length < 2 || bytes.length > LONGEST_REMEMBERED) return read(bytes);
    const key = bytes.toString('latin1', 2);
    const before = known.get(key);
    if (before) return before;
    const asked = read(bytes);
    if ('why' in asked) return asked;
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, asked);
    return asked;
  };
}

function read(bytes: Buffer): Asked | BadQuery {
  const query = readQuery(bytes);
  if ('why' in query) return query;
  const name = normalizeName(query.question.name);
  const queryType = typeName(query.question.type);
  return {
    query,
    name,
    queryType,
    purpose: lookupPurpose(queryType),
    unanswerable: refusedType(query.question.type),
    isPublic: isPublicName(name),
  };
}

/** A reply that is the same as long as `of` is the same object. */
export function replyOf(asked: Asked, of: object, make: () => Reply): Reply {
  if (asked.reply?.of === of) return asked.reply.reply;
  const reply = make();
  asked.reply = isSmall(reply) ? { of, reply } : undefined;
  return reply;
}

/** The bytes of a reply, the caller's own. */
export function encode(asked: Asked, id: number, reply: Reply, limit: number): Buffer {
  if (asked.encoded?.reply === reply && asked.encoded.limit === limit) return withId(Buffer.from(asked.encoded.bytes), id);
  const bytes = writeReply(asked.query, reply, limit);
  asked.encoded = isSmall(reply) ? { reply, limit, bytes } : undefined;
  return withId(asked.encoded ? Buffer.from(bytes) : bytes, id);
}

function withId(bytes: Buffer, id: number): Buffer {
  bytes.writeUInt16BE(id, 0);
  return bytes;
}

const SMALL_BYTES = 2048;
const RECORD_BYTES = 32;

/** Worth remembering as many times as there are questions: one name can be written in a thousand ways, and have an answer of 64 KB. */
const isSmall = ({ answers = [], authorities = [] }: Reply): boolean =>
  [...answers, ...authorities].reduce(
    (sum, { answer }) => sum + RECORD_BYTES + ('data' in answer && Buffer.isBuffer(answer.data) ? answer.data.length : 0),
    0,
  ) <= SMALL_BYTES;
