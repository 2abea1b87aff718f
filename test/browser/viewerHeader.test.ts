import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { element, part10, picture } from '../fixtures/dicomBytes';
import { niftiBytes } from '../fixtures/niftiBytes';
import { driveViewer } from './harness/driveViewer';
import { settled, type TestFile } from './harness/openViewer';
import { slice, slices } from './harness/viewerFiles';

const explicit = '1.2.840.10008.1.2.1';

describe('the header, identifiers and broken files in the viewer', () => {
  const { open, press, close, text } = driveViewer();
  afterEach(close);

  it('hides identifiers until they are asked for, and again after a reload', async () => {
    const { page } = await open(slices);
    const everything = async () => page.innerText('body');
    assert.doesNotMatch(await everything(), /Doe|4711/);
    await page.getByRole('button', { name: 'Identifiers' }).click();
    await settled({ page });
    assert.match(await text('top.left'), /Doe, Jane\n4711/);
    assert.match(await everything(), /Identifiers shown/);
    await page.reload();
    await page.waitForSelector('.toolbar button');
    await settled({ page });
    assert.doesNotMatch(await everything(), /Doe|4711/);
  });

  it('shows the header with search and nested sequences, masked, and copies from it', async () => {
    const { page, asked } = await open(slices);
    await press('e');
    const tree = page.getByRole('tree');
    await tree.waitFor();
    const rows = async () => (await page.getByRole('treeitem').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
    assert.ok((await rows()).includes("(0010,0010) Patient's Name PN hidden"));
    await page.getByRole('searchbox').fill('chest');
    assert.deepEqual(
      (await rows()).map((row) => row.replace(/^. ?/, '')).filter((row) => row.includes('Item') || row.includes('Sequence')),
      ['(0008,2218) Anatomic Region Sequence SQ', 'Item 1 of 1'],
    );
    await page.getByRole('searchbox').fill('doe');
    assert.deepEqual(await rows(), []);
    await page.getByText('No element has “doe”.').waitFor();
    await page.getByRole('searchbox').fill('patient');
    await page.getByText("Patient's Name").click();
    assert.equal(await page.getByRole('button', { name: 'Copy Value' }).isDisabled(), true, 'what is masked is not copied');
    await tree.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await press('e');
    await page.getByText('Doe^Jane').first().waitFor();
    await page.getByText('Doe^Jane').first().click();
    await page.getByRole('button', { name: 'Copy Value' }).click();
    await page.getByRole('button', { name: 'Copy Row' }).click();
    assert.deepEqual(asked.slice(1), ['copy Doe^Jane', "copy (0010,0010)  Patient's Name  PN  Doe^Jane"]);
  });

  it('walks the header by keys', async () => {
    const { page } = await open([slice(1)]);
    await press('e');
    const tree = page.getByRole('tree');
    await tree.focus();
    await page.getByRole('searchbox').fill('');
    await page.getByText('Anatomic Region Sequence').click();
    assert.equal(await page.getByText('Item 1 of 1').count(), 1);
    await tree.focus();
    await press('ArrowLeft');
    assert.equal(await page.getByText('Item 1 of 1').count(), 0);
    await press('ArrowRight', 'ArrowDown');
    assert.match((await page.locator('.row.selected').innerText()).replace(/\s+/g, ' '), /Item 1 of 1/);
    await press('End');
    assert.match(await page.locator('.row.selected').innerText(), /\(0028,1054\)/);
  });

  it('draws only the rows in sight of a header of ten thousand elements', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => element(0x00110000 + 0x1000 + at, 'LO', `value ${at}`));
    const creator = element(0x00110010, 'LO', 'TEST');
    const file = {
      name: 'many.dcm',
      bytes: joined(
        part10(explicit, element(0x00080060, 'CS', 'MR'), creator),
        ...many,
        picture(new Uint8Array(4), { allocated: 8, pixelVr: 'OB' }),
      ),
    };
    const { page } = await open([file]);
    await press('e', 'n');
    await page.getByText('(0008,0060)').waitFor();
    assert.ok((await page.getByRole('treeitem').count()) < 80);
    await page.locator('.rows').focus();
    await press('End');
    assert.match(await page.locator('.row.selected').innerText(), /\(0028,0103\)/);
    await page.getByRole('searchbox').fill('9999');
    await page.getByText('value 9999').first().waitFor();
  });

  it('shows the header of a NIfTI file, gzipped or not', async () => {
    const file = niftiBytes({ sizes: [4, 4, 2], values: Array.from({ length: 32 }, (_, at) => at), steps: [1, 2, 3] });
    for (const [name, content] of [
      ['a.nii', file],
      ['a.nii.gz', new Uint8Array(gzipSync(file))],
    ] as const) {
      const { page } = await open([{ name, bytes: content, frames: 2 }], { session: { kind: 'nifti' } });
      await press('e');
      const row = page.getByRole('treeitem', { name: 'pixdim' });
      await row.waitFor();
      assert.match(await row.innerText(), /1 1 2 3/);
      await close();
    }
  });

  it('says in place what is broken, and shows the header that could be read', async () => {
    const whole = slice(3).bytes;
    const { page } = await open([{ name: 'cut.dcm', bytes: whole.subarray(0, whole.length - 3000) }]);
    assert.match(await page.innerText('.message'), /The picture can't be shown\. .*0x/);
    await press('e');
    await page.getByText('(0008,0060)').waitFor();
    await page.getByText('(0028,0010)').waitFor();
  });

  it('goes on with the rest of a stack of which one file is broken or gone', async () => {
    const files: readonly TestFile[] = [slices[0], { name: 'broken.dcm', bytes: Uint8Array.of(1, 2, 3) }, slices[2]].filter(
      (file) => file !== undefined,
    );
    const served = new Map<string, Uint8Array | (() => Promise<Uint8Array | null>)>(files.map(({ name, bytes }) => [name, bytes]));
    served.set('Doe_2.dcm', () => Promise.resolve(null));
    const { page } = await open(files, { files: served });
    await press('ArrowDown');
    assert.match(await page.innerText('.message'), /Image 2 can't be shown\./);
    await press('ArrowDown');
    assert.match(await page.innerText('.message'), /Image 3 can't be shown\. The file could not be read \(404\)/);
    served.set('Doe_2.dcm', () => Promise.resolve(slice(2).bytes));
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.locator('.corner.bottom.right', { hasText: 'Window 400, level 40 HU' }).waitFor();
    assert.equal(await page.locator('.message').isVisible(), false);
    await press('Home');
    assert.equal(await page.locator('.message').isVisible(), false);
  });

  it('refuses a picture that no canvas holds, with a sentence', async () => {
    const wide = element(0x00280008, 'IS', '1');
    const content = picture(new Uint8Array(40_000), { rows: 1, columns: 40_000, allocated: 8, pixelVr: 'OB', more: [wide] });
    const { page } = await open([{ name: 'wide.dcm', bytes: part10(explicit, content) }]);
    assert.match(await page.innerText('.message'), /It has 40000 x 1 pixels, which is more than the editor can show\./);
  });

  it('says what the session says when there is nothing to show', async () => {
    const { page } = await open([], { stack: { frames: [] }, session: { problems: ['The folder holds no image.'] } });
    assert.equal(await page.innerText('.message'), 'The folder holds no image.');
  });
});

const joined = (head: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat([head, ...rest]));
