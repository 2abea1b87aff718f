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
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** What an ISO 2022 escape sequence (the bytes after ESC) turns on; `G0` sets are two bytes a character with the high bits clear. */
const escapes: readonly { readonly bytes: string; readonly encoding: string; readonly g0?: 'single' | 'JIS X 0208' | 'JIS X 0212' }[] = [
  { bytes: '(B', encoding: '', g0: 'single' },
  { bytes: '(J', encoding: 'shift_jis', g0: 'single' },
  { bytes: ')I', encoding: 'shift_jis' },
  { bytes: '$B', encoding: '', g0: 'JIS X 0208' },
  { bytes: '$(D', encoding: '', g0: 'JIS X 0212' },
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
 * In a person's name (`isName`) `^` and `=` end an extension as well.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[], isName: boolean): string {
  if (bytes.every((byte) => byte < 0x80 && byte !== escapeByte)) return ascii(bytes);
  const initial = encodingOf(characterSets[0] ?? '');
  return bytes.includes(escapeByte) ? decodeExtended(bytes, initial, isName) : decode(bytes, initial);
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function encodingOf(term: string): string {
  const name = term.replace(/^ISO[_ ]2022[_ ]|^ISO[_ ]/, '').replace('_', ' ');
  return encodings[name] ?? 'windows-1252';
}

const decode = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);

type State = { readonly g0: 'single' | 'JIS X 0208' | 'JIS X 0212'; readonly encoding: string };

function decodeExtended(bytes: Uint8Array, initial: string, isName: boolean): string {
  const start: State = { g0: 'single', encoding: initial };
  let state = start;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const change = bytes[at] === escapeByte ? escapeAt(bytes, at + 1) : undefined;
    if (change !== undefined) {
      state = { g0: change.g0 ?? state.g0, encoding: change.encoding || (change.g0 === 'single' ? initial : state.encoding) };
      at += 1 + change.bytes.length;
      continue;
    }
    const end = segmentEnd(bytes, at, state, isName);
    text += decodeSegment(bytes.subarray(at, end), state);
    if (isDelimiter(bytes[end - 1] ?? 0, isName) && state.g0 === 'single') state = start;
    at = end;
  }
  return text;
}

const escapeAt = (bytes: Uint8Array, at: number) =>
  escapes.find(({ bytes: code }) => [...code].every((letter, i) => bytes[at + i] === letter.charCodeAt(0)));

/** Line ends, backslash, and in names `^` and `=` (PS3.5 6.1.2.5.3). */
const isDelimiter = (byte: number, isName: boolean): boolean =>
  byte === 0x5c || (byte >= 0x09 && byte <= 0x0d) || (isName && (byte === 0x5e || byte === 0x3d));

/** Up to the next escape, or past the next delimiter where single bytes are read. */
function segmentEnd(bytes: Uint8Array, start: number, { g0 }: State, isName: boolean): number {
  for (let i = start; i < bytes.length; i += 1) {
    if (bytes[i] === escapeByte && i > start) return i;
    if (g0 === 'single' && isDelimiter(bytes[i] ?? 0, isName)) return i + 1;
  }
  return bytes.length;
}

function decodeSegment(bytes: Uint8Array, { g0, encoding }: State): string {
  if (g0 === 'single') return decode(bytes, encoding);
  // EUC-JP holds both two-byte sets: 0208 with the high bits set, 0212 after 0x8F.
  const lead = g0 === 'JIS X 0212' ? [0x8f] : [];
  const pairs = Array.from({ length: Math.ceil(bytes.length / 2) }, (_, i) => bytes.subarray(2 * i, 2 * i + 2));
  return decode(Uint8Array.from(pairs.flatMap((pair) => [...lead, ...[...pair].map((byte) => byte | 0x80)])), 'euc-jp');
}
