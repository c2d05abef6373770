import { Duplex } from 'node:stream';
import { breakOff } from './relay.ts';

/** A stream whose other end is found later: what is written waits (within the stream's own bound), nothing can be read until then. */
export interface DeferredDuplex {
  readonly stream: Duplex;
  attach(target: Duplex): void;
  /** There will be no other end: these bytes are all that is ever read, and what is written is dropped. */
  answerAlone(bytes: Buffer): void;
}

export const createDeferredDuplex = (): DeferredDuplex => {
  let target: Duplex | undefined;
  let settled = false;
  let waiting: (() => void) | undefined;
  const settle = (): void => {
    settled = true;
    waiting?.();
    waiting = undefined;
  };
  /** A stream has one write or its end in progress at a time. */
  const whenSettled = (act: () => void): void => {
    if (settled) act();
    else waiting = act;
  };

  const stream: Duplex = new Duplex({
    allowHalfOpen: true,
    write: (chunk: Buffer, _encoding, done) => whenSettled(() => (target ? void target.write(chunk, done) : done())),
    final: (done) =>
      whenSettled(() => {
        if (target) return void target.end(done);
        stream.push(null);
        done();
      }),
    read: () => void target?.resume(),
    destroy: (error, done) => {
      if (target && (error || !stream.readableEnded)) breakOff(target);
      else target?.destroy();
      done(error);
    },
  });

  return {
    stream,
    attach: (to) => {
      target = to;
      if (stream.destroyed) return breakOff(to);
      to.on('data', (chunk: Buffer) => {
        if (!stream.push(chunk)) to.pause();
      });
      to.on('end', () => void stream.push(null));
      to.on('error', (error) => void stream.destroy(error));
      to.on('close', () => {
        if (!to.readableEnded) stream.destroy();
      });
      settle();
    },
    answerAlone: (bytes) => {
      if (settled || stream.destroyed) return;
      stream.push(bytes);
      settle();
    },
  };
};
