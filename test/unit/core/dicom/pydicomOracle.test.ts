import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { makeAttributeDictionary } from '../../../../src/core/dicom/attributeDictionary';
import type { Dataset, Element } from '../../../../src/core/dicom/dataset';
import { undefinedLength } from '../../../../src/core/dicom/elementHeader';
import { looksLikeDicom } from '../../../../src/core/dicom/fileMeta';
import { type HeaderNode, headerNodes } from '../../../../src/core/dicom/headerNodes';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import {
  bigIntegersOf,
  characterSetsOf,
  isLittleEndian,
  itemsOf,
  kindOf,
  numbersOf,
  textsOf,
  valueBytes,
} from '../../../../src/core/dicom/value';
import { sharedFiles } from '../../../fixtures/sharedData';

/** Files where pydicom guesses at bytes otherwise, and why. */
const otherwise: ReadonlyMap<string, string> = new Map([
  ['Tag-0040-A170-VR-CS.dcm', 'text under the tag of a sequence is left as bytes; pydicom makes an item of it'],
  [
    'emri_small_jpeg_2k_lossless_too_short.dcm',
    'the fragments that are there of pixel data without an end are given; pydicom leaves them out',
  ],
  ['no_preamble_dicm_in_data', 'DICM at 128 by chance is seen as such; pydicom begins there'],
]);

const dictionary = makeAttributeDictionary();
const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/pydicomElements.py');

type Theirs = readonly [path: string, vr: string | null, content: string | null, meaning: readonly (string | number)[] | number | null];
type Own = { readonly content: string; readonly items: number; readonly dataset: Dataset; readonly element: Element; readonly vr: string };
type Ours = ReadonlyMap<string, Own>;

const hasPydicom = (): boolean => spawnSync(python, ['-c', 'import pydicom']).status === 0;

function theirElements(files: readonly string[]): readonly (readonly Theirs[] | string)[] {
  const { stdout } = spawnSync(python, [script], {
    input: files.join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The elements by path, with the representation under which the page shows them. */
function ourElements(dataset: Dataset, nodes: readonly HeaderNode[], prefix = ''): Ours {
  const entries = dataset.elements.flatMap((element, at): (readonly [string, Own])[] => {
    const path = prefix + element.tag.toString(16).padStart(8, '0');
    const items = itemsOf(dataset, element);
    const content = createHash('sha1').update(valueBytes(dataset, element)).digest('hex');
    const own = { content, items: items.length, dataset, element, vr: nodes[at]?.vr ?? '' };
    return [[path, own], ...items.flatMap((item, i) => [...ourElements(item, nodes[at]?.items[i] ?? [], `${path}[${i}].`)])];
  });
  return new Map(entries);
}

/** What differs, as sentences; values are compared as bytes, as numbers and as decoded text. */
function differences(ours: Ours, theirs: readonly Theirs[]): readonly string[] {
  const paths = new Set(theirs.map(([path]) => path));
  // pydicom leaves a private sequence that UN or implicit VR hides as bytes.
  const closed = theirs.flatMap(([path, vr, , meaning]) => (typeof meaning !== 'number' && vr === 'UN' ? [`${path}[`] : []));
  const more = [...ours.keys()].filter((path) => !paths.has(path) && !closed.some((start) => path.startsWith(start)));
  return [...theirs.flatMap((their) => difference(ours, their)), ...more.map((path) => `${path} is missing in pydicom's`)];
}

function difference(ours: Ours, [path, vr, content, meaning]: Theirs): readonly string[] {
  const own = ours.get(path);
  if (own === undefined) return [`${path} is missing`];
  // pydicom knows some makers' private elements, and names several representations where it doesn't decide.
  const isOpen = vr === null || vr.length !== 2 || vr === 'UN' || ((own.element.tag & 0x10000) !== 0 && own.vr === 'UN');
  // Compressed pixels in an implicit dataset, which the standard knows not.
  if (own.vr === 'OW' && vr === 'OB' && own.element.length === undefinedLength) return [];
  if (!isOpen && vr !== own.vr) return [`${path} is ${own.vr}, not ${vr}`];
  if (typeof meaning === 'number') return own.items === meaning ? [] : [`${path} has ${own.items} items, not ${meaning}`];
  if (content !== null && own.content !== content) return [`${path} has other bytes`];
  return meaning === null || sameMeaning(own, meaning)
    ? []
    : [`${path} means ${JSON.stringify(ourMeaning(own))}, not ${JSON.stringify(meaning)}`];
}

function ourMeaning({ dataset, element, vr }: Own): readonly (string | number)[] {
  const bytes = valueBytes(dataset, element);
  const kind = kindOf(vr);
  if (kind === 'wide') return bigIntegersOf(bytes, vr, isLittleEndian(dataset, element)).map(String);
  if (kind === 'number') return numbersOf(bytes, vr, isLittleEndian(dataset, element));
  return textsOf(bytes, vr, characterSetsOf(dataset));
}

const trimmed = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/^[ ]+|[ \0]+$/g, '')
    .replace(/=+$/, '');

function sameMeaning(own: Own, meaning: readonly (string | number)[]): boolean {
  if (own.vr === 'UN' || meaning.length === 0) return true;
  const found = ourMeaning(own);
  const normal = (values: readonly (string | number)[]) =>
    JSON.stringify(values.map((value) => (typeof value === 'string' ? trimmed(value) : value)));
  return normal(found) === normal(meaning);
}

describe('reading against pydicom', function () {
  this.timeout(180_000);

  it('gives the same elements with the same representations, bytes, numbers and text', function () {
    const shared = ['dicom', 'deid', 'ct'].flatMap(sharedFiles);
    const files = shared.filter((file) => looksLikeDicom(readFileSync(file)) && !otherwise.has(basename(file)));
    if (files.length === 0 || !hasPydicom()) this.skip();
    const theirs = theirElements(files);
    const wrong: string[] = [];
    let elements = 0;
    for (const [i, file] of files.entries()) {
      const found = theirs[i];
      if (found === undefined || typeof found === 'string') {
        wrong.push(`${basename(file)}: pydicom says ${found}`);
        continue;
      }
      const read = readDicom(readFileSync(file), { inflate: inflateRawSync, whole: true, partial: true });
      const nodes = headerNodes(read, dictionary);
      const meta = read.meta?.elements.length ?? 0;
      const ours = [...(read.meta === null ? [] : ourElements(read.meta, nodes)), ...ourElements(read.dataset, nodes.slice(meta))];
      wrong.push(...differences(new Map(ours), found).map((text) => `${basename(file)}: ${text}`));
      elements += found.length;
    }
    assert.deepEqual(wrong, []);
    assert.ok(elements > 30000, `${elements} elements were compared`);
  });
});
