import { ruleOf } from './suggest.ts';
import type { Failure } from './types.ts';

/** OpenSSL's and Node's names for a certificate that no authority known here has signed (X509_verify_cert_error_string(3)). */
const UNKNOWN_AUTHORITY =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?))$/;
const WRONG_CERTIFICATE = /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;

/** What a person may do about an error, in one sentence; undefined where the filter has no part in it. */
export function adviceOf({ error, destination }: Pick<Failure, 'error' | 'destination'>): string | undefined {
  const host = destination.replace(/:443$/, '');
  const line = (attribute: string): string | undefined => ruleOf({ suggestion: `${host} ${attribute}` });
  const [passthrough, insecure] = [line('passthrough'), line('insecure')];
  if (passthrough === undefined || insecure === undefined) return undefined;
  if (error === 'tls_client_rejected_ca')
    return `The client does not trust the CA of the filter. To let it through uninspected: ${passthrough}`;
  if (error === 'tls_client_closed') return `The client gave up the TLS handshake. If it pins certificates: ${passthrough}`;
  if (UNKNOWN_AUTHORITY.test(error))
    return `This machine knows no authority that signed the server's certificate. Give it with upstream-ca (of run: --upstream-ca FILE), or do without: ${insecure}`;
  if (WRONG_CERTIFICATE.test(error)) return `The server's certificate is not valid for it. To connect all the same: ${insecure}`;
  return undefined;
}
