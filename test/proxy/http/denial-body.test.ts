import { describe, expect, it } from 'vitest';
import { denialBody } from '../../../src/proxy/http/index.ts';

const denial = {
  url: 'https://evil.test/x?y',
  method: 'POST',
  process: '/usr/bin/node (pid 4711)',
  reason: 'No rule matches evil.test:443.',
  suggestion: 'POST https://evil.test/x',
};

describe('the body of a denial', () => {
  it('names request, process, reason and the line to add', () => {
    expect(denialBody(denial)).toEqual({
      contentType: 'text/plain; charset=utf-8',
      body:
        'egress-filter denied this request.\n\n  request   POST https://evil.test/x?y\n  asked by  /usr/bin/node (pid 4711)\n' +
        '  reason    No rule matches evil.test:443.\n\nTo allow it, add this line to the policy:\n\n  POST https://evil.test/x\n',
    });
  });

  it('as JSON has the one-line `error` that npm shows', () => {
    const { body, contentType } = denialBody({ ...denial, json: true });
    expect(contentType).toBe('application/json');
    expect(JSON.parse(body)).toMatchObject({
      error:
        'egress-filter denied POST https://evil.test/x?y, asked for by /usr/bin/node (pid 4711): No rule matches evil.test:443.' +
        ' To allow it, add this line to the policy: POST https://evil.test/x',
      suggestion: 'POST https://evil.test/x',
    });
  });

  it('leaves out the line where none would help', () => {
    expect(denialBody({ ...denial, suggestion: undefined }).body).not.toContain('policy');
  });

  it('writes out what could act on a terminal or break a line', () => {
    const odd = '\x1b[2J\r\n\0\x7f\x9b\u202e\u2028\ud800';
    for (const json of [false, true]) {
      const { body } = denialBody({ url: `https://a/${odd}`, process: odd, reason: odd, suggestion: odd, json });
      expect(body).not.toMatch(/[^\n\P{C}]|[\p{Zl}\p{Zp}]/u);
      expect(body).toContain(json ? '\\\\u{1b}[2J' : '\\u{1b}[2J');
    }
  });

  it('cuts an endless URL', () => {
    expect(denialBody({ ...denial, url: `https://a/${'x'.repeat(100_000)}` }).body.length).toBeLessThan(3_000);
  });
});
