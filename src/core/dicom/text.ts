/** What a value is: a person's name, text of several values, or one text in which a backslash is a character like others. */
export type TextKind = 'name' | 'values' | 'text';

/** Encoding labels (WHATWG) of the defined terms of Specific Character Set (PS3.3 C.12.1.1.2); ISO 2022 terms share them after the prefix is cut. */
const encodings: Readonly<Record<string, string>> = {
  'IR 6': 'windows-1252',
  'IR 100': 'windows-1252',
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'windows-1254',
  'IR 203': 'iso-8859-15',
  'IR 166': 'windows-874',
  'IR 13': 'shift_jis',
  'IR 192': 'utf-8',
  'IR 149': 'euc-kr',
  'IR 58': 'gbk',
  '58': 'gbk',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** These hold all characters there are and are never extended (PS3.3 C.12.1.1.2); their trailing bytes may look like delimiters. */
const complete: readonly string[] = ['utf-8', 'gb18030', 'gbk'];

type G0 = 'single' | 'JIS X 0208' | 'JIS X 0212';

/** What an ISO 2022 escape sequence (the bytes after ESC) turns on: a set for bytes below 0x80 (`g0`), or an encoding for those above. */
const escapes: readonly { readonly bytes: string; readonly encoding?: string; readonly g0?: G0 }[] = [
  { bytes: '(B', g0: 'single' },
  { bytes: '(J', encoding: 'shift_jis', g0: 'single' },
  { bytes: ')I', encoding: 'shift_jis' },
  { bytes: '$B', g0: 'JIS X 0208' },
  { bytes: '$(D', g0: 'JIS X 0212' },
  { bytes: '$)C', encoding: 'euc-kr' },
  { bytes: '$)A', encoding: 'gbk' },
  { bytes: '-A', encoding: 'windows-1252' },
  { bytes: '-B', encoding: 'iso-8859-2' },
  { bytes: '-C', encoding: 'iso-8859-3' },
  { bytes: '-D', encoding: 'iso-8859-4' },
  { bytes: '-L', encoding: 'iso-8859-5' },
  { bytes: '-G', encoding: 'iso-8859-6' },
  { bytes: '-F', encoding: 'iso-8859-7' },
  { bytes: '-H', encoding: 'iso-8859-8' },
  { bytes: '-M', encoding: 'windows-1254' },
  { bytes: '-b', encoding: 'iso-8859-15' },
  { bytes: '-T', encoding: 'windows-874' },
];

const escapeByte = 0x1b;

/**
 * Decodes the bytes of a text value by Specific Character Set, code extensions (ISO 2022) included; never throws: what the set doesn't hold becomes U+FFFD.
 * An extension ends with a line, with a value, and in a name with each of its parts.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[], kind: TextKind): string {
  if (isPlain(bytes)) return ascii(bytes);
  const initial = encodingOf(characterSets[0] ?? '');
  return bytes.includes(escapeByte) && !complete.includes(initial) ? decodeExtended(bytes, initial, kind) : decode(bytes, initial);
}

/** True for ASCII without escapes, which every character set reads alike. */
export function isPlain(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80 || byte === escapeByte) return false;
  }
  return true;
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 1) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

/** Many writers spell the terms `ISO-IR 100`, `ISO IR 100` or `ISO 2022-IR 87`. */
function encodingOf(term: string): string {
  const name = term
    .toUpperCase()
    .replace(/[_-]/g, ' ')
    .replace(/^ISO (?:2022 )?/, '');
  return encodings[name] ?? 'windows-1252';
}

/** Making a decoder takes longer than decoding a word by it. */
const decoders = new Map<string, TextDecoder>();

function decode(bytes: Uint8Array, encoding: string): string {
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding, { ignoreBOM: true });
  decoders.set(encoding, decoder);
  return decoder.decode(bytes);
}

type State = { readonly g0: G0; readonly encoding: string };

function decodeExtended(bytes: Uint8Array, initial: string, kind: TextKind): string {
  const start: State = { g0: 'single', encoding: initial };
  let state = start;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const change = bytes[at] === escapeByte ? escapeAt(bytes, at + 1) : undefined;
    if (change !== undefined) {
      state = { g0: change.g0 ?? state.g0, encoding: change.encoding ?? state.encoding };
      at += 1 + change.bytes.length;
      continue;
    }
    const end = segmentEnd(bytes, at, state, kind);
    text += decodeSegment(bytes.subarray(at, end), state);
    if (isDelimiter(bytes[end - 1] ?? 0, kind) && state.g0 === 'single') state = start;
    at = end;
  }
  return text;
}

function escapeAt(bytes: Uint8Array, at: number) {
  const next = ascii(bytes.subarray(at, at + 3));
  return escapes.find(({ bytes: code }) => next.startsWith(code));
}

/** Line ends, backslash between values, and in names `^` and `=` (PS3.5 6.1.2.5.3). */
const isDelimiter = (byte: number, kind: TextKind): boolean =>
  (byte >= 0x09 && byte <= 0x0d) || (byte === 0x5c && kind !== 'text') || (kind === 'name' && (byte === 0x5e || byte === 0x3d));

/** Up to the next escape, or past the next delimiter where single bytes are read. */
function segmentEnd(bytes: Uint8Array, start: number, { g0 }: State, kind: TextKind): number {
  for (let i = start; i < bytes.length; i += 1) {
    if (bytes[i] === escapeByte && i > start) return i;
    if (g0 === 'single' && isDelimiter(bytes[i] ?? 0, kind)) return i + 1;
  }
  return bytes.length;
}

/** In a two-byte set, space and control characters remain single bytes, and those above 0x7F belong to the other set. */
function decodeSegment(bytes: Uint8Array, { g0, encoding }: State): string {
  if (g0 === 'single') return decode(bytes, encoding);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const end = runEnd(bytes, at);
    const run = bytes.subarray(at, end);
    const first = run[0] ?? 0;
    text += first >= 0x80 ? decode(run, encoding) : first > 0x20 ? decodePairs(run, g0) : ascii(run);
    at = end;
  }
  return text;
}

/** Past the bytes that are read alike. */
function runEnd(bytes: Uint8Array, start: number): number {
  const sort = (byte = 0): number => (byte >= 0x80 ? 2 : byte > 0x20 ? 1 : 0);
  let end = start + 1;
  while (end < bytes.length && sort(bytes[end]) === sort(bytes[start])) end += 1;
  return end;
}

/** EUC-JP holds both two-byte sets: 0208 with the high bits set, 0212 after 0x8F. */
function decodePairs(bytes: Uint8Array, g0: G0): string {
  const lead = g0 === 'JIS X 0212' ? [0x8f] : [];
  const pairs = Array.from({ length: Math.ceil(bytes.length / 2) }, (_, i) => bytes.subarray(2 * i, 2 * i + 2));
  return decode(Uint8Array.from(pairs.flatMap((pair) => [...lead, ...Array.from(pair, (byte) => byte | 0x80)])), 'euc-jp');
}
