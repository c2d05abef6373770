import { at } from '../octets.ts';

/**
 * Bits of the code of each symbol, 0 to 256 (EOS), RFC 7541 appendix B: [bits, how many symbols in a row]. The code is canonical
 * (shorter first, then by symbol), so that the lengths say it all.
 */
const LENGTHS: readonly (readonly [bits: number, run: number])[] = [
  [13, 1],
  [23, 1],
  [28, 7],
  [24, 1],
  [30, 1],
  [28, 2],
  [30, 1],
  [28, 8],
  [30, 1],
  [28, 9],
  [6, 1],
  [10, 2],
  [12, 1],
  [13, 1],
  [6, 1],
  [8, 1],
  [11, 1],
  [10, 2],
  [8, 1],
  [11, 1],
  [8, 1],
  [6, 3],
  [5, 3],
  [6, 7],
  [7, 1],
  [8, 1],
  [15, 1],
  [6, 1],
  [12, 1],
  [10, 1],
  [13, 1],
  [6, 1],
  [7, 22],
  [8, 1],
  [7, 1],
  [8, 1],
  [13, 1],
  [19, 1],
  [13, 1],
  [14, 1],
  [6, 1],
  [15, 1],
  [5, 1],
  [6, 1],
  [5, 1],
  [6, 1],
  [5, 1],
  [6, 3],
  [5, 1],
  [7, 2],
  [6, 3],
  [5, 1],
  [6, 1],
  [7, 1],
  [6, 1],
  [5, 2],
  [6, 1],
  [7, 5],
  [15, 1],
  [11, 1],
  [14, 1],
  [13, 1],
  [28, 1],
  [20, 1],
  [22, 1],
  [20, 2],
  [22, 3],
  [23, 1],
  [22, 1],
  [23, 5],
  [24, 1],
  [23, 1],
  [24, 2],
  [22, 1],
  [23, 1],
  [24, 1],
  [23, 4],
  [21, 1],
  [22, 1],
  [23, 1],
  [22, 1],
  [23, 2],
  [24, 1],
  [22, 1],
  [21, 1],
  [20, 1],
  [22, 2],
  [23, 2],
  [21, 1],
  [23, 1],
  [22, 2],
  [24, 1],
  [21, 1],
  [22, 1],
  [23, 2],
  [21, 2],
  [22, 1],
  [21, 1],
  [23, 1],
  [22, 1],
  [23, 2],
  [20, 1],
  [22, 3],
  [23, 1],
  [22, 2],
  [23, 1],
  [26, 2],
  [20, 1],
  [19, 1],
  [22, 1],
  [23, 1],
  [22, 1],
  [25, 1],
  [26, 3],
  [27, 2],
  [26, 1],
  [24, 1],
  [25, 1],
  [19, 1],
  [21, 1],
  [26, 1],
  [27, 2],
  [26, 1],
  [27, 1],
  [24, 1],
  [21, 2],
  [26, 2],
  [28, 1],
  [27, 3],
  [20, 1],
  [24, 1],
  [20, 1],
  [21, 1],
  [22, 1],
  [21, 2],
  [23, 1],
  [22, 2],
  [25, 2],
  [24, 2],
  [26, 1],
  [23, 1],
  [26, 1],
  [27, 1],
  [26, 2],
  [27, 5],
  [28, 1],
  [27, 5],
  [26, 1],
  [30, 1],
];

const EOS = 256;
const FAIL = 0xffff_ffff;
const EMITS = 0x1_0000;
/** For each state (an inner node of the code's tree) and each half octet: next state, and `EMITS | symbol << 8` when one ends. */
const steps = new Uint32Array(256 * 16);
/** States in which a string may end: at most seven bits of padding, all ones. */
const mayEnd = new Uint8Array(256);

build();

function build(): void {
  const root = buildTree();
  const states = [root];
  for (const node of states) {
    for (const child of node.children) if (typeof child === 'object') states.push(child);
  }
  const indexOf = new Map(states.map((node, index) => [node, index]));
  for (const [index, node] of states.entries()) {
    for (let half = 0; half < 16; half++) steps[index * 16 + half] = walk(root, node, half, indexOf);
  }
  let node: Node | number | undefined = root;
  for (let depth = 0; depth < 8 && typeof node === 'object'; depth++) {
    mayEnd[indexOf.get(node) ?? 0] = 1;
    node = node.children[1];
  }
}

interface Node {
  readonly children: [Node | number | undefined, Node | number | undefined];
}

function buildTree(): Node {
  const lengths = LENGTHS.flatMap(([bits, run]) => Array<number>(run).fill(bits));
  const symbols = [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const root: Node = { children: [undefined, undefined] };
  let code = 0;
  let bits = lengths[symbols[0] ?? 0] ?? 0;
  for (const symbol of symbols) {
    const wanted = lengths[symbol] ?? 0;
    code <<= wanted - bits;
    bits = wanted;
    insert(root, code, bits, symbol);
    code++;
  }
  return root;
}

function insert(root: Node, code: number, bits: number, symbol: number): void {
  let node = root;
  for (let bit = bits - 1; bit > 0; bit--) {
    const side = (code >>> bit) & 1;
    const next = node.children[side];
    if (typeof next === 'object') node = next;
    else {
      const made: Node = { children: [undefined, undefined] };
      node.children[side] = made;
      node = made;
    }
  }
  node.children[code & 1] = symbol;
}

function walk(root: Node, from: Node, half: number, indexOf: ReadonlyMap<Node, number>): number {
  let node = from;
  let emitted = 0;
  for (let bit = 3; bit >= 0; bit--) {
    const next = node.children[(half >>> bit) & 1];
    if (next === undefined || next === EOS) return FAIL;
    if (typeof next === 'number') {
      emitted = EMITS | (next << 8);
      node = root;
    } else node = next;
  }
  return emitted | (indexOf.get(node) ?? 0);
}

/** Decodes into `out` from its start and gives the count of octets; -1 for a bad code or padding, -2 when `out` is too small. */
export function decodeHuffman(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  let state = 0;
  let length = 0;
  for (let i = from; i < to; i++) {
    const octet = at(bytes, i);
    for (let half = 0; half < 2; half++) {
      const step = at32(state * 16 + (half === 0 ? octet >>> 4 : octet & 0xf));
      if (step === FAIL) return -1;
      if ((step & EMITS) !== 0) {
        if (length === out.length) return -2;
        out[length++] = (step >>> 8) & 0xff;
      }
      state = step & 0xff;
    }
  }
  return mayEnd[state] === 1 ? length : -1;
}

function at32(index: number): number {
  return steps[index] as number;
}
