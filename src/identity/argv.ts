/** Ends the last argument where the kernel's record was cut, so that no rule mistakes its beginning for the whole. */
export const CUT_MARKER = '…[cut]';

/**
 * Arguments of a NUL-separated block as the kernel keeps it (`/proc/PID/cmdline`, proc(5)): the last NUL ends the last argument, empty ones
 * count. Bytes that are not UTF-8 become U+FFFD. A block that was cut ends in {@link CUT_MARKER}.
 */
export function parseArgv(block: Buffer, truncated = false): string[] {
  const args: string[] = [];
  let from = 0;
  for (let end = block.indexOf(0); end >= 0; end = block.indexOf(0, from)) {
    args.push(block.toString('utf8', from, end));
    from = end + 1;
  }
  if (from < block.length) args.push(block.toString('utf8', from));
  if (truncated) args.push(`${args.pop() ?? ''}${CUT_MARKER}`);
  return args;
}
