import { expect, test } from 'vitest';
import { callerEnvironment, proxyWarnings } from '../../src/cli/environment.ts';

test('the command gets what the caller meant for its Node', () => {
  const env = { PATH: '/bin', EGRESS_FILTER_CALLER_NODE_OPTIONS: '--require x', EGRESS_FILTER_CALLER_NODE_DEBUG: '' };
  expect(callerEnvironment(env)).toEqual({ PATH: '/bin', NODE_OPTIONS: '--require x', NODE_DEBUG: '' });
});

test('a proxy on this machine is a way past the filter, another one a dead end', () => {
  expect(proxyWarnings({ no_proxy: 'x', HTTPS_PROXY: '' })).toEqual([]);
  expect(proxyWarnings({ HTTPS_PROXY: 'http://u:p@127.0.0.1:3128', http_proxy: 'localhost:8080', ALL_PROXY: 'socks5://[::1]:1' })).toEqual([
    'A proxy on this machine is set (HTTPS_PROXY, http_proxy, ALL_PROXY): what the command sends through it is not filtered. Unset it to filter that, too.',
  ]);
  expect(proxyWarnings({ https_proxy: 'http://127.0.0.1.example:3128' })).toEqual([
    'A proxy is set (https_proxy): the filter refuses CONNECT. Unset it, so that the command connects directly.',
  ]);
});
