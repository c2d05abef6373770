import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listeningPaths } from '../../src/guard/services.ts';

const HEADER = 'Num       RefCount Protocol Flags    Type St Inode Path';

describe('/proc/net/unix', () => {
  test('sockets that listen and have a path, with blanks and all; no abstract, unnamed or connected ones', () => {
    const table = `${HEADER}
0000000000000000: 00000002 00000000 00010000 0001 01 21317 /run/docker.sock
0000000000000000: 00000002 00000000 00010000 0005 01   987 /tmp/a b  c
0000000000000000: 00000003 00000000 00000000 0001 03 21318 /run/dbus/system_bus_socket
0000000000000000: 00000002 00000000 00010000 0001 01 21319 @/tmp/.X11-unix/X0
0000000000000000: 00000002 00000000 00010000 0001 01 21319 relative.sock
0000000000000000: 00000003 00000000 00000000 0001 03 21320
0000000000000000: 00000002 00000000 00000000 0002 01 21321 /run/systemd/notify
`;
    expect(listeningPaths(table)).toEqual(['/run/docker.sock', '/tmp/a b  c']);
  });

  test('any path that the kernel can write is found, and nothing throws', () => {
    const path = fc.string({ minLength: 1, maxLength: 107 }).map((text) => `/${text.replaceAll(/[\n\0]/g, 'x')}`);
    fc.assert(
      fc.property(path, fc.nat(), (text, inode) => {
        const line = `0000000000000000: 00000002 00000000 00010000 0001 01 ${String(inode).padStart(5)} ${text}`;
        expect(listeningPaths(`${HEADER}\n${line}\n`)).toEqual([text]);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(Array.isArray(listeningPaths(text))).toBe(true);
      }),
    );
  });
});
