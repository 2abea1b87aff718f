import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { makeAttributeDictionary } from '../../../../src/core/dicom/attributeDictionary';
import { looksLikeDicom } from '../../../../src/core/dicom/fileMeta';
import { type HeaderNode, headerNodes } from '../../../../src/core/dicom/headerNodes';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { kindOf } from '../../../../src/core/dicom/value';
import { dcm2xml, type XmlElement, type XmlReading } from '../../../fixtures/dcm2xml';
import { sharedFiles } from '../../../fixtures/sharedData';

const dictionary = makeAttributeDictionary();

type Flat<T> = ReadonlyMap<string, T>;

/** Elements by path, `(0008,1140)[0](0008,1155)`; the first of a doubled tag counts, as in dcmtk. */
function flatten<T extends { readonly tag: string; readonly items: readonly (readonly T[])[] }>(
  elements: readonly T[],
  prefix = '',
): Flat<T> {
  const entries = elements.flatMap((element): (readonly [string, T])[] => {
    const path = prefix + element.tag;
    return [[path, element], ...element.items.flatMap((item, i) => [...flatten(item, `${path}[${i}]`)])];
  });
  return new Map(entries.reverse());
}

function compare(ours: Flat<HeaderNode>, theirs: Flat<XmlElement>): readonly string[] {
  const found: string[] = [];
  for (const [path, their] of theirs) {
    const our = ours.get(path);
    if (our === undefined) found.push(`${path} is missing here`);
    else found.push(...compareElement(our, their).map((text) => `${path}: ${text}`));
  }
  // dcmtk leaves a sequence that UN hides as bytes.
  const closed = [...theirs].flatMap(([path, { vr, items }]) => (vr === 'UN' && items.length === 0 ? [`${path}[`] : []));
  const more = [...ours.keys()].filter((path) => !theirs.has(path) && !closed.some((start) => path.startsWith(start)));
  return [...found, ...more.map((path) => `${path} is missing in dcmtk's`)];
}

function compareElement(our: HeaderNode, their: XmlElement): readonly string[] {
  const found: string[] = [];
  if (!sameVr(our, their)) found.push(`${our.vr}, not ${their.vr}`);
  if (their.vr !== 'UN' && our.items.length !== their.items.length) found.push(`${our.items.length} items, not ${their.items.length}`);
  // dcmtk makes odd lengths even.
  const length = their.length === null || our.length === null ? our.length : our.length + (our.length % 2);
  if (their.length !== null && our.length !== their.length && length !== their.length)
    found.push(`${our.length} bytes, not ${their.length}`);
  if (their.value !== null && their.vr !== 'SQ' && their.fragments.length === 0 && !sameValue(our, their, their.value))
    found.push(`${JSON.stringify(our.value.slice(0, 60))}, not ${JSON.stringify(their.value.slice(0, 60))}`);
  return found;
}

/** dcmtk knows some makers' private elements, takes no representation for UN from its dictionary, and calls encapsulated pixels OB whatever the file says. */
const sameVr = (our: HeaderNode, their: XmlElement): boolean =>
  our.vr === their.vr || (our.isPrivate && our.vr === 'UN') || their.vr === 'UN' || their.fragments.length > 0;

function sameValue(our: HeaderNode, { vr }: XmlElement, theirs: string): boolean {
  const { value } = our;
  if (our.vr !== vr || our.items.length > 0) return true;
  if (vr === 'OW') return sameList(value, theirs, Number, (text) => Number.parseInt(text, 16));
  if (vr === 'FL' || vr === 'OF') return sameList(value, theirs, (text) => Math.fround(Number(text)));
  if (kindOf(vr) === 'number' && vr !== 'AT') return sameList(value, theirs, Number);
  if (vr === 'AT') return value === theirs.toUpperCase();
  if (kindOf(vr) === 'text') return normal(value) === normal(theirs);
  // Where dcmtk made an odd length even.
  const hex = our.length !== null && our.length % 2 === 1 ? theirs.replace(/\\00$/, '') : theirs;
  const bytes = hex === '' ? [] : hex.split('\\').map((text) => Number.parseInt(text, 16));
  return value.toLowerCase() === hex || value === normal(String.fromCharCode(...bytes));
}

/** Without the padding around each value. */
const normal = (text: string): string =>
  text
    .split('\\')
    .map((part) => part.replace(/^ +|[ \0]+$/g, ''))
    .join('\\');

function sameList(ours: string, theirs: string, read: (text: string) => number, readTheirs = read): boolean {
  const [left, right] = [ours.split('\\').map(read), theirs.split('\\').map(readTheirs)];
  return left.length === right.length && left.every((value, i) => isNear(value, right[i] ?? Number.NaN));
}

/** dcmtk's last digit of double-precision numbers is sometimes wrong; pydicom compares them exactly. */
const isNear = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 3e-16 * Math.abs(a);

/** The same elements with text as dcmtk converts it to UTF-8, where it can. */
const withText = (plain: Flat<XmlElement>, converted: Flat<XmlElement>): Flat<XmlElement> =>
  new Map(
    [...plain].map(([path, element]) => [
      path,
      isConverted(element) ? { ...element, value: converted.get(path)?.value ?? element.value } : element,
    ]),
  );

const isConverted = ({ tag, vr }: XmlElement): boolean => tag !== '(0008,0005)' && kindOf(vr) === 'text';

/** Files that dcmtk refuses or misreads, and why. */
const otherwise: ReadonlyMap<string, string> = new Map([
  ['SC_rgb_jpeg.dcm', 'its elements are implicit against its transfer syntax, which dcmtk believes'],
  ['no_preamble_dicm_in_data', 'DICM at 128 by chance is seen as such; dcmtk begins there'],
  ['Tag-0040-A170-VR-CS.dcm', 'dcmtk fails at text under the tag of a sequence'],
]);

/** Files that dcmtk refuses as we do; ours says where they are broken, and gives what comes before. */
const broken: ReadonlyMap<string, number> = new Map([
  ['emri_small_jpeg_2k_lossless_too_short.dcm', 0x9d7c],
  ['MR_truncated.dcm', 0x5d0],
  ['rtplan_truncated.dcm', 0x582],
]);

/** dcmtk's conversion library lacks these. */
const withoutConversion = [
  'chrH31.dcm',
  'chrH32.dcm',
  'chrJapMulti.dcm',
  'chrJapMultiExplicitIR6.dcm',
  'chrSQEncoding.dcm',
  'chrSQEncoding1.dcm',
];

describe('reading against dcmtk', function () {
  this.timeout(300_000);

  it('gives the same elements, nesting and values', async function () {
    const files = ['dicom', 'deid', 'ct'].flatMap(sharedFiles).filter((file) => looksLikeDicom(readFileSync(file)));
    if (files.length === 0) this.skip();
    const wrong: string[] = [];
    let elements = 0;
    for (const file of files) {
      const theirs = await dcm2xml(file);
      if (theirs === null) this.skip();
      const { found, count } = await compareFile(file, theirs);
      wrong.push(...found.map((text) => `${basename(file)}: ${text}`));
      elements += count;
    }
    assert.deepEqual(wrong, []);
    assert.ok(elements > 30000, `${elements} elements were compared`);
  });
});

async function compareFile(file: string, theirs: XmlReading): Promise<{ readonly found: readonly string[]; readonly count: number }> {
  const name = basename(file);
  const { problem, ...read } = readDicom(readFileSync(file), { inflate: inflateRawSync, whole: true, partial: true });
  const ours = flatten(headerNodes({ ...read, problem }, dictionary, { longest: 2 ** 24 }));
  if (broken.has(name) || otherwise.has(name)) {
    const asExpected = problem?.offset === broken.get(name) && ours.size > 20 && theirs.elements.length === 0;
    return { found: asExpected || otherwise.has(name) ? [] : [`${problem?.message}; dcmtk: ${theirs.complaint}`], count: 0 };
  }
  const plain = flatten(theirs.elements);
  // Only text beyond ASCII needs a second run.
  const isExtended = [...plain.values()].some(
    ({ value }) => value !== null && [...value].some((letter) => letter > '\u007f' || letter === '\u001b'),
  );
  const converted = withoutConversion.includes(name) || !isExtended ? null : await dcm2xml(file, true);
  const complete = converted === null ? plain : withText(plain, flatten(converted.elements));
  const found = compare(ours, complete).filter((text) => converted !== null || !text.includes('\\u001b'));
  return { found: theirs.elements.length === 0 ? [theirs.complaint] : found, count: plain.size };
}
