import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Dataset } from '../../../../src/core/dicom/dataset';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { effectiveVr, itemsOf, readNumbers, readStrings, valueBytes } from '../../../../src/core/dicom/value';
import { sharedFiles } from '../../../fixtures/sharedData';

/** Files where pydicom guesses at broken bytes that RadSteps refuses or leaves as they are. */
const otherwise: ReadonlyMap<string, string> = new Map([
  ['rtplan_truncated.dcm', 'a sequence that is cut off is refused'],
  ['DICOMDIR-nooffset', 'an item longer than its sequence is refused'],
  ['Tag-0040-A170-VR-CS.dcm', 'text under the tag of a sequence is left as bytes; pydicom makes an item of it'],
  ['no_preamble_dicm_in_data', 'DICM at 128 by chance is seen as such; pydicom begins there'],
]);

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/pydicomElements.py');

type Theirs = readonly [path: string, content: string | null, meaning: readonly (string | number)[] | number | null];
type Ours = ReadonlyMap<
  string,
  { readonly content: string; readonly items: number; readonly dataset: Dataset; readonly tag: number; readonly vr: string }
>;

const isPart10 = (file: string): boolean => readFileSync(file).subarray(128, 132).toString() === 'DICM';

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

function ourElements(dataset: Dataset, prefix = ''): Ours {
  const entries = dataset.elements.flatMap((element) => {
    const path = prefix + element.tag.toString(16).padStart(8, '0');
    const items = itemsOf(dataset, element);
    const content = Buffer.from(valueBytes(dataset, element)).toString('hex');
    const own = [path, { content, items: items.length, dataset, tag: element.tag, vr: effectiveVr(element) }] as const;
    return [own, ...items.flatMap((item, i) => [...ourElements(item, `${path}[${i}].`)])];
  });
  return new Map(entries);
}

/** What differs, as sentences; values are compared as bytes, as numbers and as decoded text. */
function differences(ours: Ours, theirs: readonly Theirs[]): readonly string[] {
  return theirs.flatMap(([path, content, meaning]) => {
    const own = ours.get(path);
    if (own === undefined) return [`${path} is missing`];
    if (typeof meaning === 'number') return own.items === meaning ? [] : [`${path} has ${own.items} items, not ${meaning}`];
    if (content !== null && own.content !== content) return [`${path} has other bytes`];
    return meaning === null || sameMeaning(own, meaning)
      ? []
      : [`${path} means ${JSON.stringify(ourMeaning(own, meaning))}, not ${JSON.stringify(meaning)}`];
  });
}

type Own = { readonly dataset: Dataset; readonly tag: number };

const ourMeaning = ({ dataset, tag }: Own, meaning: readonly (string | number)[]) =>
  typeof meaning[0] === 'number' ? readNumbers(dataset, tag) : readStrings(dataset, tag);

const trimmed = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/^[ ]+|[ \0]+$/g, '')
    .replace(/=+$/, '');

function sameMeaning(own: Own & { readonly vr: string }, meaning: readonly (string | number)[]): boolean {
  // Without a dictionary entry the value representation of an implicit element is not known here.
  if (own.vr === 'UN' || meaning.length === 0) return true;
  const found = ourMeaning(own, meaning);
  const normal = (values: readonly (string | number)[]) =>
    JSON.stringify(values.map((value) => (typeof value === 'string' ? trimmed(value) : value)));
  return normal(found) === normal(meaning);
}

describe('reading against pydicom', function () {
  this.timeout(60000);

  it('gives the same elements with the same bytes, numbers and text', function () {
    const files = ['dicom', 'deid', 'ct'].flatMap(sharedFiles).filter((file) => isPart10(file) && !otherwise.has(basename(file)));
    if (files.length === 0 || !hasPydicom()) this.skip();
    const theirs = theirElements(files);
    const wrong: string[] = [];
    let elements = 0;
    for (const [i, file] of files.entries()) {
      const found = theirs[i];
      if (found === undefined || typeof found === 'string') continue;
      try {
        const { dataset } = readDicom(readFileSync(file), { inflate: inflateRawSync });
        wrong.push(...differences(ourElements(dataset), found).map((text) => `${basename(file)}: ${text}`));
        elements += found.length;
      } catch (error) {
        wrong.push(`${basename(file)}: ${error instanceof Error ? error.message : error}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(elements > 20000, `${elements} elements were compared`);
  });
});
