import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { base32 } from './base32';

/** What a pseudonym stands for: each has its own subkey, so that equal texts of two domains don't show as equal. */
export type Domain =
  | 'pid/v1'
  | 'dateshift/v1'
  | 'uid/v1'
  | 'study/v1'
  | 'series/v1'
  | 'image/v1'
  | 'pixels/v1'
  | 'file/v1'
  | 'site/v1'
  | 'accession/v1'
  | 'visit/v1';

/** A project's key: its bytes, or a faster HMAC that was given them. */
export type PseudonymKey = Uint8Array | ((domain: Domain, text: string) => Uint8Array);

/** HMAC-SHA256 of a text under the domain's subkey HMAC-SHA256(key, domain) (reference/methods.md section 6). */
function keyedHash(key: PseudonymKey, domain: Domain, text: string): Uint8Array {
  if (typeof key === 'function') return key(domain, text);
  return hmac(sha256, hmac(sha256, key, utf8ToBytes(domain)), utf8ToBytes(text));
}

const keyedHex = (key: PseudonymKey, domain: Domain, text: string, digits: number): string =>
  bytesToHex(keyedHash(key, domain, text)).slice(0, digits);

/** The patient's pseudonym `P-` and 16 base32 digits (80 bits) of `issuer|PatientID`. */
export const patientPseudonym = (key: PseudonymKey, issuer: string, patientId: string): string =>
  `P-${base32(keyedHash(key, 'pid/v1', `${issuer}|${patientId}`).subarray(0, 10))}`;

/** Days to add to every date of a patient: -7 times 1 to 521, so that the day of the week stays. */
export function dateShiftDays(key: PseudonymKey, issuer: string, patientId: string): number {
  const number = BigInt(`0x${keyedHex(key, 'dateshift/v1', `${issuer}|${patientId}`, 16)}`);
  return -7 * (1 + Number(number % 521n));
}

/** A UID's replacement: `2.25.` and a UUIDv8 made from the old UID. */
export function replacedUid(key: PseudonymKey, uid: string): string {
  const bytes = [...keyedHash(key, 'uid/v1', uid).subarray(0, 16)];
  const uuid = bytes.map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x80 : index === 8 ? (byte & 0x3f) | 0x80 : byte));
  return `2.25.${BigInt(`0x${bytesToHex(Uint8Array.from(uuid))}`)}`;
}

/** A study's pseudonym: `study-` and 16 hex digits of its UID. */
export const studyPseudonym = (key: PseudonymKey, uid: string): string => `study-${keyedHex(key, 'study/v1', uid, 16)}`;

/** A series' pseudonym: `series-` and 16 hex digits of its UID. */
export const seriesPseudonym = (key: PseudonymKey, uid: string): string => `series-${keyedHex(key, 'series/v1', uid, 16)}`;

/** What an accession number is compared by while a folder is imported; never written. */
export const accessionKey = (key: PseudonymKey, accession: string): string => keyedHex(key, 'accession/v1', accession, 32);

/** What a patient's number with a study's day (YYYYMMDD) is compared by while a folder is imported; never written. */
export const visitKey = (key: PseudonymKey, patientId: string, day: string): string => keyedHex(key, 'visit/v1', `${patientId}|${day}`, 32);

/** All 64 hex digits of the HMAC of an image's UID or content hash; its name begins with them. */
export const imageSource = (key: PseudonymKey, uidOrHash: string): string => keyedHex(key, 'image/v1', uidOrHash, 64);

/** An image's name: `img-` and 10 hex digits (more where two images would share a name) of its source. */
export const sourceName = (source: string, digits = 10): string => `img-${source.slice(0, digits)}`;

/** An image's name from its instance UID, series UID or content hash. */
export const imageName = (key: PseudonymKey, uidOrHash: string, digits = 10): string => sourceName(imageSource(key, uidOrHash), digits);

/** The pseudonym of one file of a series: `in-` and 16 hex digits of its source. */
export const instanceName = (source: string): string => `in-${source.slice(0, 16)}`;

/** The group of images with equal pixels, where the source names no patient: `px-` and 10 hex digits of the pixels' hash. */
export const pixelGroup = (key: PseudonymKey, pixelHash: string): string => `px-${keyedHex(key, 'pixels/v1', pixelHash, 10)}`;

/** A file's name in problem lists: `file-` and 10 hex digits of its path in the imported folder. */
export const problemFileName = (key: PseudonymKey, path: string): string => `file-${keyedHex(key, 'file/v1', path, 10)}`;

/** An institution's pseudonym: `site-` and 6 hex digits of its name. */
export const sitePseudonym = (key: PseudonymKey, institution: string): string => `site-${keyedHex(key, 'site/v1', institution, 6)}`;
