/** Lines that we add at the end of a configuration file, between two comments by which they are found again. */

const BEGIN = '# egress-filter begin: sudo is locked while a job is filtered; these lines go away with it';
const END = '# egress-filter end';

/** Starts with a line feed: the last line of the file may lack its own, or end in a backslash. */
export function makeBlock(lines: readonly string[]): Buffer {
  return Buffer.from(`\n${[BEGIN, ...lines, END].join('\n')}\n`);
}

/** The file without our lines, a block that a crash cut short included; the same buffer where there are none. */
export function withoutBlock(file: Buffer): Buffer {
  const start = file.indexOf(`\n${BEGIN}\n`);
  if (start < 0) return withoutTail(file);
  const marker = `\n${END}\n`;
  const end = file.indexOf(marker, start);
  const rest = end < 0 ? Buffer.alloc(0) : file.subarray(end + marker.length);
  return withoutBlock(Buffer.concat([file.subarray(0, start), rest]));
}

/** A write that stopped within the first comment. */
function withoutTail(file: Buffer): Buffer {
  const start = file.lastIndexOf('\n# egress-filter begin');
  return start >= 0 && `\n${BEGIN}\n`.startsWith(file.toString('latin1', start)) ? file.subarray(0, start) : file;
}

export function endsInBlock(file: Buffer, block: Buffer): boolean {
  return file.length >= block.length && file.subarray(file.length - block.length).equals(block);
}
