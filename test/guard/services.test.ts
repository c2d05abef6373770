import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listeningPaths, pathsToMask, spare } from '../../src/guard/services.ts';

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

describe('--keep-socket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'egf-keep-'));
  const server = createServer();
  const socket = join(folder, 'user/1000/engine.sock');
  const alias = join(folder, 'alias');
  const keep = (paths: string[]) => pathsToMask({ env: {}, keep: paths, isRoot: false });

  beforeAll(async () => {
    mkdirSync(join(folder, 'user/1000/beside'), { recursive: true });
    mkdirSync(join(folder, 'user/1001'));
    writeFileSync(join(folder, 'user/1000/file'), '');
    symlinkSync('nowhere', join(folder, 'user/1000/dangling'));
    symlinkSync('..', join(folder, 'user/1000/around'));
    symlinkSync('engine.sock', join(folder, 'user/1000/link.sock'));
    symlinkSync(join(folder, 'user'), alias);
    await new Promise<void>((resolve) => server.listen(socket, resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  test('keeps the socket under each of its names', () => {
    expect(keep([])).toContain(socket);
    expect(keep([socket])).not.toContain(socket);
    expect(keep([join(alias, '1000/engine.sock')])).not.toContain(socket);
    expect(spare([join(alias, '1000/engine.sock'), '/elsewhere'], [socket])).toEqual(['/elsewhere']);
  });

  test('of a directory that is hidden as a whole, only what leads to the socket is seen', () => {
    const user = join(folder, 'user');
    expect(spare([alias], [socket]).sort()).toEqual([`${user}/1000/beside`, `${user}/1000/file`, `${user}/1001`]);
  });

  test.each(['user/1000/file', 'user/1000', 'nowhere'])('%s is no socket, and that is said', (name) => {
    expect(() => keep([join(folder, name)])).toThrow(`There is no Unix socket at ${join(folder, name)}`);
  });
});
