import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { readTableText } from '../../../../src/node/dataset/readTableText';
import { workbookText } from '../../../../src/node/dataset/readWorkbook';
import { workbookBytes } from '../../../fixtures/workbookBytes';

const fixture = (name: string): string => join(__dirname, '../../../fixtures/workbooks', name);

describe('a workbook', () => {
  it("of openpyxl: shared texts, blank rows, entities, a fraction's noise, an empty second sheet", async () => {
    assert.deepEqual((await readTableText(fixture('openpyxl.xlsx'))).split('\n'), [
      '"Case ID","Sex","Ground truth bone age (months)"',
      '"4360","M","168.9302"',
      '"4361","M","169.3332","TRUE"',
      '"4362","F"',
      '',
      '',
      '"4364","F & <M> new","0.3"',
    ]);
  });

  it('of XlsxWriter: a formula with its value, rich text, truth, and a hidden sheet that is left out', async () => {
    assert.deepEqual((await readTableText(fixture('xlsxwriter.xlsx'))).split('\n').slice(1), [
      '"4360","M","168.9302"',
      '"4361","M","169.3332"',
      '"4362","Female","","FALSE"',
    ]);
  });

  it('is refused in a sentence where it is none, damaged, old, or has two tables', async () => {
    await assert.rejects(readTableText(fixture('two-sheets.xlsx')), /two-sheets\.xlsx holds 2 sheets with something in them/);
    const bytes = await readFile(fixture('openpyxl.xlsx'));
    assert.throws(() => workbookText('a.xlsx', bytes.subarray(0, bytes.length - 100)), /a\.xlsx can't be read as a workbook/);
    assert.throws(() => workbookText('a.xlsx', workbookBytes([])), /holds no sheet with a table/);
    assert.throws(() => workbookText('a.zip', zipSync({ 'x.txt': strToU8('x') })), /holds no sheet with a table/);
    const folder = await mkdtemp(join(tmpdir(), 'radsteps-workbook-'));
    await writeFile(join(folder, 'old.xls'), Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    await assert.rejects(readTableText(join(folder, 'old.xls')), /workbook of the old kind or has a password/);
    await rm(folder, { recursive: true });
  });

  it('survives 300 random changes of its bytes and of its XML', async () => {
    const bytes = await readFile(fixture('xlsxwriter.xlsx'));
    const parts = unzipSync(bytes);
    let state = 7;
    const random = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state % below;
    };
    const read = (changed: Uint8Array): void => {
      try {
        assert.equal(typeof workbookText('a.xlsx', changed), 'string');
      } catch (error) {
        assert.ok(error instanceof Error && error.name === 'UserError', String(error));
      }
    };
    for (let round = 0; round < 150; round += 1) {
      const changed = Uint8Array.from(bytes);
      changed[random(changed.length)] = random(256);
      read(changed);
      const sheet = Uint8Array.from(parts['xl/worksheets/sheet1.xml'] ?? []);
      sheet[random(sheet.length)] = 32 + random(90);
      read(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': sheet }, { level: 0 }));
    }
  });

  it('with a row or column far out does not fill the memory', () => {
    const parts = unzipSync(workbookBytes([['id'], ['1']]));
    const far = (from: string, to: string) => {
      const xml = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml']).replace(from, to);
      return workbookText('a.xlsx', zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(xml) }));
    };
    assert.equal(far('<row r="2">', '<row r="999999999">'), '"id"');
    assert.equal(far('r="A2"', 'r="XFD2"'), '"id"\n');
  });
});
