import { createServer, type Server, type Socket } from 'node:net';
import { H2_PREFACE } from '../../../src/proxy/http/index.ts';
import { frame } from './frames.ts';
import { type Frame, HEADERS, parse, SETTINGS } from './raw-client.ts';

export interface RawOrigin {
  readonly server: Server;
  readonly sockets: Socket[];
  /** All that came, of all connections, one behind the other. */
  seen(): Frame[];
}

/** An HTTP/2 server that speaks by hand: SETTINGS at once, and 200 to each request when it is complete unless `onFrame` says else. */
export function rawOrigin(onFrame?: (frame: Frame, socket: Socket) => void): RawOrigin {
  let seen = Buffer.alloc(0);
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
    socket.write(frame(SETTINGS, 0, 0));
    let handled = 0;
    socket.on('data', (chunk) => {
      seen = Buffer.concat([seen, chunk]);
      const frames = parse(seen.subarray(H2_PREFACE.length));
      for (const each of frames.slice(handled)) {
        if (onFrame !== undefined) onFrame(each, socket);
        else if (each.type <= HEADERS && (each.flags & 1) !== 0) socket.write(frame(HEADERS, 5, each.stream, Buffer.from([0x88])));
      }
      handled = frames.length;
    });
  });
  return { server, sockets, seen: () => parse(seen.subarray(H2_PREFACE.length)) };
}
