import type { Socket } from 'node:net';
import type { Passages } from '../../kernel/native.ts';
import type { Endpoint, ProxyContext } from '../context.ts';
import type { CertificateAuthority } from './ca.ts';
import type { CaRejections } from './ca-rejections.ts';
import type { TlsEngine } from './tls-engine.ts';
import type { UpstreamTrust } from './trust.ts';

/** What a redirected TCP connection needs beyond what all parts of the proxy share. */
export interface TcpContext extends ProxyContext {
  readonly ca: CertificateAuthority;
  readonly trust: UpstreamTrust;
  /**
   * Opens a connection to upstream whose bytes are not inspected; `net.connect` with `allowHalfOpen` unless given. Must return a socket that is connecting or
   * connected. To inspect one is up to `tls`.
   */
  dial?(endpoint: Endpoint): Socket;
  readonly tls: TlsEngine;
  /** Carries what nobody looks at; Node does where there is none. */
  readonly passages?: Passages;
  /** Milliseconds that a client may be silent before it is taken to wait for the server; 300 is usual. */
  readonly sniffMs: number;
  /**
   * With it, a program that turned our certificate down gets through uninspected the next time, where a rule without URL, path or
   * method covers the host; in audit everywhere.
   */
  readonly caRejections?: CaRejections;
  /** Milliseconds since the epoch; `Date.now` unless given. */
  now?(): number;
  readonly limits?: Partial<TcpLimits>;
}

/** Milliseconds. */
export interface TcpLimits {
  /** For a ClientHello or request line that has begun, and for each TLS handshake. */
  readonly handshakeMs: number;
  /** For a TCP connection to one upstream address. */
  readonly connectMs: number;
  /** For one that is told "denied" or "unreachable" to ask its question and go. */
  readonly refusalMs: number;
}

const DEFAULT_LIMITS: TcpLimits = { handshakeMs: 15_000, connectMs: 30_000, refusalMs: 10_000 };

/** One object for all connections of a context. */
export const limitsOf = (context: TcpContext): TcpLimits => {
  const made = limits.get(context) ?? { ...DEFAULT_LIMITS, ...context.limits };
  limits.set(context, made);
  return made;
};

const limits = new WeakMap<TcpContext, TcpLimits>();
