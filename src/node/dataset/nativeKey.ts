import { hash } from 'node:crypto';
import type { Domain, PseudonymKey } from '../../core/identity/pseudonym';

/** SHA-256 works on blocks of so many bytes. */
const block = 64;

/** A project's key for pseudonyms by the thousand: the same values as from its bytes, twenty times as fast. */
export function nativeKey(key: Uint8Array): PseudonymKey {
  const ofProject = hmac(key);
  const domains = new Map<Domain, (text: string) => Uint8Array>();
  return (domain, text) => {
    const ofDomain = domains.get(domain) ?? rememberLast(hmac(ofProject(domain)));
    domains.set(domain, ofDomain);
    return ofDomain(text);
  };
}

/** HMAC-SHA256 (RFC 2104) by hashing at one go, which needs none of the objects that `createHmac` makes for each text. */
function hmac(key: Uint8Array): (text: string) => Uint8Array {
  const short = key.length > block ? hash('sha256', key, 'buffer') : key;
  const padded = (pad: number): Buffer => Buffer.from(Uint8Array.from({ length: block }, (_, index) => (short[index] ?? 0) ^ pad));
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (text) => hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')]), 'buffer');
}

/** Files of a folder are mostly of the same patient, study and series as the one before. */
function rememberLast(work: (text: string) => Uint8Array): (text: string) => Uint8Array {
  let last: { readonly text: string; readonly result: Uint8Array } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, result: work(text) };
    return last.result;
  };
}
