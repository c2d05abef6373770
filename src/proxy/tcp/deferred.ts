import { Duplex, PassThrough } from 'node:stream';
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
  let alone = false;
  let waiting: ((target: Duplex) => void) | undefined;
  const once = (act: (target: Duplex) => void): void => {
    if (target) act(target);
    else waiting = act;
  };

  const stream = new Duplex({
    allowHalfOpen: true,
    write: (chunk: Buffer, _encoding, done) => (alone ? done() : once((to) => void to.write(chunk, done))),
    final: (done) => (alone ? done() : once((to) => void to.end(done))),
    read: () => void target?.resume(),
    destroy: (error, done) => {
      if (target) {
        if (error || !stream.readableEnded) breakOff(target);
        else target.destroy();
      }
      done(error);
    },
  });

  return {
    stream,
    answerAlone: (bytes) => {
      if (target || alone || stream.destroyed) return;
      alone = true;
      stream.push(bytes);
      waiting?.(new PassThrough().resume());
      waiting = undefined;
    },
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
      waiting?.(to);
      waiting = undefined;
    },
  };
};
