import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type DataSet, parseDicom, type Element as TheirElement } from 'dicom-parser';
import type { Dataset, Element } from '../../../../src/core/dicom/dataset';
import { undefinedLength } from '../../../../src/core/dicom/elementHeader';
import { looksLikeDicom } from '../../../../src/core/dicom/fileMeta';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { itemsOf } from '../../../../src/core/dicom/value';
import { sharedFiles } from '../../../fixtures/sharedData';

/** dicom-parser's elements by path, with the start of the value and its bytes; of undefined lengths only the start. It lists delimiters of items too. */
function theirSpans({ elements }: DataSet, prefix = ''): readonly (readonly [string, string])[] {
  const listed = Object.values(elements).filter(({ tag }) => tag !== 'xfffee00d');
  return listed.flatMap((element: TheirElement) => {
    const path = `${prefix}${element.tag.slice(1)}`;
    const nested = (element.items ?? []).flatMap(({ dataSet }, i) => (dataSet === undefined ? [] : theirSpans(dataSet, `${path}[${i}].`)));
    return [[path, `${element.dataOffset} ${element.hadUndefinedLength ? '' : element.length}`] as const, ...nested];
  });
}

function ourSpans(dataset: Dataset, prefix = ''): readonly (readonly [string, string])[] {
  return dataset.elements.flatMap((element: Element) => {
    const path = prefix + element.tag.toString(16).padStart(8, '0');
    const nested = itemsOf(dataset, element).flatMap((item, i) => ourSpans(item, `${path}[${i}].`));
    return [[path, `${element.valueStart} ${element.length === undefinedLength ? '' : element.length}`] as const, ...nested];
  });
}

function theirs(bytes: Uint8Array): readonly (readonly [string, string])[] | null {
  try {
    return theirSpans(parseDicom(bytes));
  } catch {
    // It reads Part 10 alone, and refuses what it can't.
    return null;
  }
}

describe('reading against dicom-parser', () => {
  it('finds the same elements at the same places', function () {
    const files = ['dicom', 'deid', 'ct'].flatMap(sharedFiles).filter((file) => looksLikeDicom(readFileSync(file)));
    if (files.length === 0) this.skip();
    const wrong: string[] = [];
    let compared = 0;
    for (const file of files) {
      const bytes = new Uint8Array(readFileSync(file));
      const found = theirs(bytes);
      if (found === null) continue;
      const { meta, dataset } = readDicom(bytes, { whole: true, partial: true });
      const ours = new Map([...(meta === null ? [] : ourSpans(meta)), ...ourSpans(dataset)]);
      const other = found.filter(([path, span]) => ours.get(path) !== span);
      wrong.push(...other.map(([path, span]) => `${basename(file)}: ${path} at ${ours.get(path)}, not ${span}`));
      compared += found.length;
    }
    assert.deepEqual(wrong, []);
    assert.ok(compared > 25000, `${compared} elements were compared`);
  });
});
