import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LabelEdit, putMark, removeMark, setCategory, setField, setStatus } from '../../../../src/core/label/edit';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { EditedLabel } from '../../../../src/node/label/editedLabel';
import type { EditedStep } from '../../../../src/node/label/labelListener';

const box = (id: string, column = 0): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 0], to: [column + 5, 5] });
const base: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: { age: 94 }, marks: [box('a'), box('b')] };

/** A label that is open in a window of its own. */
type Window = {
  readonly edited: EditedLabel;
  readonly steps: EditedStep[];
  readonly recovered: readonly EditedStep[];
  readonly settled: () => number;
  readonly put: (id: string, column?: number) => Promise<void>;
  readonly do: (words: string, ...edits: readonly (LabelEdit | null)[]) => Promise<void>;
  readonly notes: () => readonly string[];
};

describe('an edited label', () => {
  let root = '';
  const opened: EditedLabel[] = [];
  const at = (path: string) => join(root, path);
  const file = () => at('3-data/labels/ada/img-1.json');
  const read = () => parseLabel(readFileSync(file(), 'utf8'), 'label');
  const write = (label: Label) => writeFileSync(file(), formatLabel(label));
  const journals = () => (existsSync(at('.radsteps/journals/ada')) ? readdirSync(at('.radsteps/journals/ada')).toSorted() : []);
  const ids = (label: Label) => label.marks.map(({ id }) => id);

  function begin(folder: string): void {
    root = folder;
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(at('radsteps.yaml'), 'name: x\n');
    write(base);
  }
  beforeEach(() => begin(mkdtempSync(join(tmpdir(), 'radsteps-edited-'))));
  afterEach(async () => {
    for (const edited of opened.splice(0)) await edited.close(false);
    rmSync(root, { recursive: true, force: true });
  });

  async function open(backup?: string): Promise<Window> {
    const steps: EditedStep[] = [];
    let count = 0;
    const listener = {
      edited: () => undefined,
      stepped: (step: EditedStep) => void steps.push(step),
      reset: () => undefined,
      settled: () => {
        count += 1;
      },
    };
    const edited = await EditedLabel.open({ root, reader: 'ada', image: 'img-1' }, listener);
    opened.push(edited);
    const recovered = await edited.recover(backup);
    const make = (words: string, ...edits: readonly (LabelEdit | null)[]) =>
      edited.step({ words, edits: edits.filter((edit) => edit !== null) }, {});
    return {
      edited,
      steps,
      recovered,
      settled: () => count,
      do: make,
      put: (id, column) => make('Draw Box', putMark(edited.label, box(id, column))),
      notes: () => edited.notes.map(({ id }) => id.replace(/-.*/, '')),
    };
  }

  it('saves, and undoes and does again what was saved', async () => {
    const window = await open();
    await window.put('c');
    assert.deepEqual(read(), base);
    assert.equal(window.edited.isDirty, true);
    await window.edited.save();
    assert.deepEqual(ids(read()), ['a', 'b', 'c']);
    assert.deepEqual([window.edited.isDirty, journals()], [false, []]);
    const [step] = window.steps;
    assert.ok(step !== undefined);
    await window.edited.undo(step);
    assert.deepEqual([ids(window.edited.label), window.edited.isDirty, journals().length], [['a', 'b'], true, 1]);
    // A crash now: the undoing is recovered.
    const next = await open();
    assert.deepEqual(ids(next.edited.label), ['a', 'b']);
    await next.edited.redo(step);
    await next.edited.save();
    assert.deepEqual(ids(read()), ['a', 'b', 'c']);
  });

  it('recovers what a window that ended had, step by step, once, and says so', async () => {
    const window = await open();
    await window.put('c');
    await window.put('d');
    const [, second] = window.steps;
    assert.ok(second !== undefined);
    await window.edited.undo(second);
    await window.put('e');
    const next = await open();
    assert.deepEqual(ids(next.edited.label), ['a', 'b', 'c', 'e']);
    assert.deepEqual(
      next.recovered.map(({ words, edits }) => [words, edits.length]),
      [
        ['Draw Box', 1],
        ['Draw Box', 1],
      ],
    );
    assert.match(next.edited.notes[0]?.text ?? '', /^2 edits of an earlier window were recovered/);
    assert.deepEqual(read(), base);
    for (const step of next.recovered.toReversed()) await next.edited.undo(step);
    assert.equal(next.edited.isDirty, false);
  });

  it('does one thing after another: a save has every edit before it and none after it', async () => {
    const window = await open();
    const done = [
      window.put('c'),
      window.do('Age', setCategory(base, 'age', 95)),
      window.edited.save(),
      window.do('Age', setCategory({ ...base, categories: { age: 95 } }, 'age', 96)),
    ];
    await Promise.all(done);
    assert.deepEqual([ids(read()), read().categories], [['a', 'b', 'c'], { age: 95 }]);
    assert.deepEqual([window.edited.label.categories, window.edited.isDirty], [{ age: 96 }, true]);
    await Promise.all([window.put('d'), window.edited.revert(), window.put('e', 1)]);
    assert.deepEqual(ids(window.edited.label), ['a', 'b', 'c', 'e']);
    assert.deepEqual(ids((await open()).edited.label), ['a', 'b', 'c', 'e']);
  });

  it('takes an edit that crossed with an undoing, and refuses one that no longer fits', async () => {
    const window = await open();
    await window.put('c');
    const [step] = window.steps;
    assert.ok(step !== undefined);
    const drawn = putMark(window.edited.label, box('d'));
    await window.edited.undo(step);
    await window.do('Draw Box', drawn);
    assert.deepEqual(ids(window.edited.label), ['a', 'b', 'd']);
    await window.do('Delete', removeMark(window.edited.label, 'd'));
    const lost: LabelEdit = { edit: 'mark', at: 2, from: box('d'), to: box('d', 9) };
    await assert.rejects(window.do('Move', lost), { name: 'UserError', message: /changed elsewhere meanwhile/ });
    assert.deepEqual(ids(window.edited.label), ['a', 'b']);
  });

  it('offers what closing without saving has thrown away, and restores at once what VS Code asks for', async () => {
    const window = await open();
    await window.put('c');
    const backup = await window.edited.backup(at('backup'));
    await window.edited.close(true);
    assert.match(journals().join(), /closed/);
    const next = await open();
    assert.deepEqual([ids(next.edited.label), next.notes(), next.edited.isDirty], [['a', 'b'], ['held'], false]);
    assert.match(next.edited.notes[0]?.text ?? '', /^One edit of .* was not saved when the editor was closed/);
    const asked = await open(backup);
    assert.deepEqual([ids(asked.edited.label), asked.notes()], [['a', 'b', 'c'], ['recovered']]);
    await asked.edited.close(true);
    const last = await open();
    await last.put('d');
    const [note] = last.edited.notes;
    await last.edited.answer({ note: note?.id ?? '', choice: 'restore' });
    assert.deepEqual([ids(last.edited.label).toSorted(), last.notes()], [['a', 'b', 'c', 'd'], []]);
    await last.edited.save();
    assert.deepEqual(journals(), []);
  });

  it('offers what was reverted where the editor was closed by that, and forgets it where it stays open', async () => {
    const window = await open();
    await window.put('c');
    await window.edited.revert();
    assert.deepEqual([ids(window.edited.label), window.edited.isDirty], [['a', 'b'], false]);
    await window.edited.close(true);
    const next = await open();
    assert.deepEqual([ids(next.edited.label), next.notes()], [['a', 'b'], ['held']]);
    await next.edited.answer({ note: next.edited.notes[0]?.id ?? '', choice: 'restore' });
    assert.deepEqual(ids(next.edited.label), ['a', 'b', 'c']);
    await next.edited.revert();
    await next.edited.forgetReverted();
    await next.edited.close(true);
    assert.deepEqual(journals(), []);
  });

  it('forgets what is discarded, and keeps no journal of what was undone', async () => {
    const window = await open();
    await window.put('c');
    await window.edited.close(true);
    const next = await open();
    await next.edited.answer({ note: next.edited.notes[0]?.id ?? '', choice: 'discard' });
    assert.deepEqual([next.notes(), journals()], [[], []]);
    await next.put('d');
    const [step] = next.steps;
    assert.ok(step !== undefined);
    await next.edited.undo(step);
    await next.edited.close(true);
    assert.deepEqual(journals(), []);
  });

  it('loses nothing and does nothing twice where it ended between the file and the journal', async () => {
    const window = await open();
    await window.put('c');
    await window.put('d', 2);
    const kept = new Map(journals().map((name) => [name, '']));
    const save = window.edited.save();
    const later = window.do('Move', { edit: 'mark', at: 3, from: box('d', 2), to: box('d', 3) });
    // The journal as it was when the file had been renamed: with the note of the saving.
    const names = [...kept.keys()];
    const journal = () => readFileSync(at(`.radsteps/journals/ada/${names[0]}`), 'utf8');
    let before = journal();
    while (!before.includes('"saving"')) {
      await new Promise((resolve) => setImmediate(resolve));
      before = existsSync(at(`.radsteps/journals/ada/${names[0]}`)) ? journal() : before;
    }
    await Promise.all([save, later]);
    for (const name of journals()) rmSync(at(`.radsteps/journals/ada/${name}`));
    writeFileSync(at(`.radsteps/journals/ada/${names[0]}`), before);
    const next = await open();
    assert.deepEqual([ids(next.edited.label), next.notes(), next.edited.isDirty], [['a', 'b', 'c', 'd'], [], false]);
  });

  it('asks before it merges unsaved edits into a file that was changed since', async () => {
    const window = await open();
    await window.do('Move', { edit: 'mark', at: 0, from: box('a'), to: box('a', 7) });
    await window.put('c');
    write({ ...base, categories: { age: 97 }, marks: [box('a', 3), box('b')] });
    const next = await open();
    assert.deepEqual([next.edited.label.categories, ids(next.edited.label), next.notes()], [{ age: 97 }, ['a', 'b'], ['held']]);
    await next.edited.answer({ note: next.edited.notes[0]?.id ?? '', choice: 'restore' });
    const { label } = next.edited;
    assert.deepEqual([ids(label), label.categories, label.conflicts?.length], [['a', 'b', 'c'], { age: 97 }, 1]);
    assert.equal(next.steps.length, 1);
    await assert.rejects(next.do('Final', setStatus(label, 'final')), /must be settled before this label is final/);
  });

  it('takes a file that changed under it, or asks where edits are unsaved', async () => {
    const window = await open();
    write({ ...base, categories: { age: 97 } });
    await window.edited.lookAtFile();
    assert.deepEqual([window.edited.label.categories, window.notes(), window.settled()], [{ age: 97 }, [], 1]);
    await window.put('c');
    write({ ...base, marks: [box('a'), box('b'), box('x', 3)] });
    await assert.rejects(window.edited.save(), { name: 'UserError', message: /was changed on the disk since it was opened/ });
    assert.deepEqual([ids(read()), window.notes(), window.edited.isDirty], [['a', 'b', 'x'], ['changed'], true]);
    await window.edited.answer({ note: 'changed', choice: 'merge' });
    assert.deepEqual([ids(window.edited.label), window.edited.label.categories], [['a', 'b', 'c', 'x'], { age: 94 }]);
    assert.deepEqual(ids((await open()).edited.label), ['a', 'b', 'c', 'x']);
    await window.edited.save();
    assert.deepEqual(ids(read()), ['a', 'b', 'c', 'x']);
  });

  it('keeps ours or takes the file, each as a step that can be undone', async () => {
    const window = await open();
    await window.put('c');
    write({ ...base, categories: { age: 97 } });
    await window.edited.lookAtFile();
    await window.edited.answer({ note: 'changed', choice: 'file' });
    assert.deepEqual([window.edited.label.categories, ids(window.edited.label), window.edited.isDirty], [{ age: 97 }, ['a', 'b'], false]);
    const taken = window.steps.at(-1);
    assert.ok(taken !== undefined);
    await window.edited.undo(taken);
    assert.deepEqual([window.edited.label.categories, ids(window.edited.label)], [{ age: 94 }, ['a', 'b', 'c']]);
    rmSync(file());
    await window.edited.lookAtFile();
    assert.match(window.edited.notes[0]?.text ?? '', /was removed on the disk/);
    await window.edited.answer({ note: 'changed', choice: 'mine' });
    await window.edited.save();
    assert.deepEqual(ids(read()), ['a', 'b', 'c']);
    writeFileSync(file(), 'rubbish');
    await window.put('d');
    await window.edited.lookAtFile();
    assert.match(window.edited.notes[0]?.text ?? '', /can't be read: .*is not JSON/);
    await assert.rejects(window.edited.revert(), /is not JSON/);
    assert.deepEqual(ids(window.edited.label), ['a', 'b', 'c', 'd']);
    await window.edited.answer({ note: 'changed', choice: 'mine' });
    await window.edited.save();
    assert.deepEqual(ids(read()), ['a', 'b', 'c', 'd']);
  });

  it('shows in a second window what the first has not saved, and neither overwrites the other', async () => {
    const first = await open();
    await first.put('c');
    const second = await open();
    assert.deepEqual(ids(second.edited.label), ['a', 'b', 'c']);
    await first.put('d', 1);
    await second.put('e', 2);
    await first.edited.save();
    await assert.rejects(second.edited.save(), /changed on the disk/);
    await second.edited.answer({ note: 'changed', choice: 'merge' });
    await second.edited.save();
    await first.edited.lookAtFile();
    for (const label of [read(), first.edited.label, second.edited.label])
      assert.deepEqual(ids(label).toSorted(), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual([journals(), first.edited.isDirty], [[], false]);
    assert.deepEqual((await open()).notes(), []);
  });

  it('refuses a label that is locked, whoever asks', async () => {
    const window = await open();
    window.edited.lock = 'This is the label of ben.';
    await assert.rejects(window.put('c'), { name: 'UserError', message: 'This is the label of ben.' });
    window.edited.lock = null;
    const signedOff = { by: 'ada', at: '2026-03-01T10:00:00Z' };
    await window.do('Sign Off', setStatus(base, 'final'), setField(base, 'signedOff', signedOff));
    await window.edited.save();
    await assert.rejects(window.put('c'), /signed off by ada on 2026-03-01.*Unlock/);
    const [step] = window.steps;
    assert.ok(step !== undefined);
    await assert.rejects(window.edited.undo(step), /Unlock/);
    await window.edited.step({ words: 'Unlock', edits: [setField(window.edited.label, 'signedOff', null)] }, null);
    await window.put('c');
  });

  it('keeps a damaged journal aside, and takes what is whole of it', async () => {
    const window = await open();
    await window.put('c');
    await window.put('d');
    await window.put('e');
    const [name = ''] = journals();
    const path = at(`.radsteps/journals/ada/${name}`);
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.with(2, 'rubbish').join('\n'));
    const next = await open();
    assert.deepEqual(ids(next.edited.label), ['a', 'b', 'c']);
    assert.match(journals().join(), /damaged/);
    writeFileSync(path, 'nothing');
    assert.ok((await open()).notes().includes('held'));
  });

  it('refuses a damaged file, the file of another label, and one that may not be written', async () => {
    writeFileSync(file(), '{');
    const damaged = await open();
    assert.match(damaged.edited.damage ?? '', /is not JSON/);
    await assert.rejects(damaged.put('c'), /is not JSON/);
    await assert.rejects(damaged.edited.save(), /is not JSON/);
    assert.equal(readFileSync(file(), 'utf8'), '{');
    write({ ...base, reader: 'ben' });
    assert.match((await open()).edited.damage ?? '', /is the label of image img-1 by ben/);
    write(base);
    await damaged.edited.lookAtFile();
    assert.deepEqual([damaged.edited.damage, ids(damaged.edited.label)], [null, ['a', 'b']]);
    chmodSync(file(), 0o444);
    const window = await open();
    await window.put('c');
    await assert.rejects(window.edited.save(), { name: 'UserError', message: /the file is read-only/ });
    assert.deepEqual([read(), window.edited.isDirty, journals().length], [base, true, 1]);
    renameSync(root, `${root}-gone`);
    await assert.rejects(window.edited.save(), /the project's folder is gone/);
    assert.equal(existsSync(root), false);
    renameSync(`${root}-gone`, root);
    chmodSync(file(), 0o644);
    await window.edited.save();
    assert.deepEqual(ids(read()), ['a', 'b', 'c']);
  });

  describe('on a small disk', () => {
    let disk = '';
    beforeEach(function () {
      const parent = mkdtempSync(join(tmpdir(), 'radsteps-small-'));
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', parent], { stdio: 'ignore' });
      } catch {
        // Only an administrator of the machine may make a small disk.
        this.skip();
      }
      disk = parent;
      rmSync(root, { recursive: true, force: true });
      begin(join(disk, 'project'));
    });
    afterEach(() => {
      if (disk !== '') execFileSync('umount', ['-l', disk]);
    });
    const fill = () => {
      try {
        for (;;) writeFileSync(join(disk, 'waste'), new Uint8Array(512), { flag: 'a' });
      } catch {
        // Full, which was wanted.
      }
    };

    it('holds edits that the full disk refuses, says so, keeps the last file, and writes all when there is room', async () => {
      const window = await open();
      await window.put('c');
      fill();
      for (let count = 0; count < 60; count++) await window.put(`d${count}`);
      assert.deepEqual(window.notes(), ['journal']);
      assert.match(window.edited.notes[0]?.text ?? '', /held in memory only.*the disk is full/);
      assert.equal(window.edited.label.marks.length, 63);
      await assert.rejects(window.edited.save(), { name: 'UserError', message: /was not saved: the disk is full/ });
      assert.deepEqual([read(), window.edited.isDirty], [base, true]);
      const elsewhere = mkdtempSync(join(tmpdir(), 'radsteps-backup-'));
      const backup = await window.edited.backup(join(elsewhere, 'one'));
      rmSync(join(disk, 'waste'));
      assert.equal((await open(backup)).edited.label.marks.length, 63);
      rmSync(elsewhere, { recursive: true });
      await window.put('e');
      assert.deepEqual(window.notes(), []);
      await window.edited.save();
      assert.equal(read().marks.length, 64);
      assert.deepEqual(
        readdirSync(dirname(file())).filter((name) => name.endsWith('.tmp')),
        [],
      );
    });

    it('says that a disk is read-only', async () => {
      const window = await open();
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      await window.put('c');
      assert.match(window.edited.notes[0]?.text ?? '', /the disk is read-only/);
      await assert.rejects(window.edited.save(), /was not saved: the disk is read-only/);
      execFileSync('mount', ['-o', 'remount,rw', disk]);
      await window.edited.save();
      assert.deepEqual(ids(read()), ['a', 'b', 'c']);
    });
  });
});
