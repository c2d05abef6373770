import { chmodSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { ask } from '../../src/action/control.ts';
import { switchSudo } from '../../src/action/sudo.ts';
import type { ControlAnswer } from '../../src/guard/job/protocol.ts';
import { answering, Lab, owner } from './lab.ts';

const ok: ControlAnswer = {
  status: 'ok',
  mode: 'enforce',
  sudo: 'locked',
  since: '2026-01-31T12:00:00.123Z',
  log: '/var/log/x.jsonl',
  restarts: 0,
  lostEvents: 0,
  problems: [],
};
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function asking(answer: Parameters<typeof answering>[1], timeoutMs = 2000) {
  const lab = new Lab();
  const { socket, server } = await answering(lab, answer);
  closing.push(
    () => server.close(),
    () => lab[Symbol.dispose](),
  );
  return { lab, options: { socket, owner, timeoutMs } };
}

describe('asking the guard', () => {
  test('one line each way', async () => {
    const requests: string[] = [];
    const { options } = await asking((request) => {
      requests.push(request);
      return ok;
    });
    expect(await ask({ type: 'finish' }, options)).toEqual(ok);
    expect(requests).toEqual(['{"type":"finish"}\n']);
  });

  test.each<[string, ControlAnswer | string | undefined, RegExp]>([
    ['a refusal', { status: 'refused', message: 'only post of this action may ask' }, /^The guard of Egress Filter refused: only post/],
    ['a failure', { status: 'failed', message: 'the disk is full' }, /^the disk is full$/],
    ['garbage', 'HTTP/1.1 200 OK\r\n\r\n', /gave an answer that cannot be read/],
    ['another version', '{"status":"ok"}\n', /gave an answer that cannot be read/],
    ['nothing', '', /does not answer \(it closed the connection\)/],
    ['silence', undefined, /does not answer \(nothing within 2 s\)/],
    ['too much', 'x'.repeat(1 << 20), /does not answer \(its answer is too long\)/],
  ])('%s', async (_what, answer, sentence) => {
    const { options } = await asking(() => answer);
    await expect(ask({ type: 'status' }, options)).rejects.toThrow(sentence);
  });

  test('nobody there', async () => {
    const { options } = await asking(() => ok);
    await expect(ask({ type: 'status' }, { ...options, socket: `${options.socket}x` })).rejects.toThrow('does not answer (ENOENT)');
    await expect(ask({ type: 'status' }, { socket: '/nonexistent/a/control.sock' })).rejects.toThrow('is not there');
  });

  test('somebody else there', async () => {
    const { lab, options } = await asking(() => ok);
    await expect(ask({ type: 'status' }, { ...options, owner: owner + 1 })).rejects.toThrow('is not believed');
    chmodSync(lab.path('run'), 0o777);
    await expect(ask({ type: 'status' }, options)).rejects.toThrow('is not believed');
  });
});

describe('disable-sudo and enable-sudo', () => {
  test('say how it is from now on', async () => {
    const { lab, options } = await asking(() => ok);
    await switchSudo(lab.runner, false, options);
    expect([lab.output, lab.runner.exitCode]).toEqual(['sudo is locked.\n', 0]);
    await switchSudo(lab.runner, true, options);
    expect(lab.annotations).toEqual(['error: sudo is locked, though the guard was asked for the opposite.']);
    expect(lab.runner.exitCode).toBe(1);
  });

  test('take no inputs: what looks like one is told, and changes nothing', async () => {
    const asked: string[] = [];
    const { lab, options } = await asking((request) => {
      asked.push(request);
      return ok;
    });
    Object.assign(lab.env, { INPUT_POLICY: 'a.example', 'INPUT_\u001b[1mX': '' });
    await switchSudo(lab.runner, false, options);
    expect(asked).toEqual(['{"type":"sudo","enable":false}\n']);
    expect(lab.annotations).toEqual([
      'warning: Input policy does not exist here: disable-sudo takes no inputs; it belongs to the step that starts the filter.',
      'warning: Input \ufffd[1mx does not exist here: disable-sudo takes no inputs.',
    ]);
    expect(lab.output).toContain('sudo is locked.');
    expect(lab.runner.exitCode).toBe(0);
  });

  test('fail where the guard refuses', async () => {
    const { lab, options } = await asking(() => ({ status: 'refused', message: 'you are step evil' }));
    await switchSudo(lab.runner, true, options);
    expect([lab.annotations, lab.runner.exitCode]).toEqual([['error: The guard of Egress Filter refused: you are step evil'], 1]);
  });
});
