import type { Cursor } from './cursor';
import { type DicomErrorDetails, type DicomErrorKind, formatTag } from './dicomError';
import { itemTag, sequenceDelimiterTag } from './elementHeader';

/** Where encapsulated data end (at their delimiter, or as far as they could be passed), and what is broken in them. */
export type PassedFragments = {
  readonly valueEnd: number;
  readonly fault: (DicomErrorDetails & { readonly kind: DicomErrorKind; readonly message: string; readonly offset: number }) | null;
};

/** Passes over encapsulated pixel data, items of bytes until the sequence's delimiter, and leaves the cursor past it; at `limit` where they are broken. */
export function passFragments(cursor: Cursor, limit: number, littleEndian: boolean): PassedFragments {
  for (;;) {
    const offset = cursor.offset;
    const room = limit - offset - 8;
    const tag = room < 0 ? 0 : cursor.tag(littleEndian);
    const length = room < 0 ? 0 : cursor.uint32(littleEndian);
    if (tag === sequenceDelimiterTag) return { valueEnd: offset, fault: null };
    const fault = faultOf(offset, room, tag, length);
    cursor.moveTo(fault === null ? cursor.offset + length : limit);
    if (fault !== null) return { valueEnd: limit, fault };
  }
}

function faultOf(offset: number, room: number, tag: number, length: number): PassedFragments['fault'] {
  if (room < 0) return { kind: 'truncated', message: 'The fragments have no end', offset };
  if (tag !== itemTag)
    return { kind: 'malformed', message: 'Encapsulated data are broken', offset, expected: 'an item', found: formatTag(tag) };
  return length > room
    ? { kind: 'truncated', message: 'A fragment is cut off', offset, expected: `${length} bytes`, found: `${room}` }
    : null;
}
