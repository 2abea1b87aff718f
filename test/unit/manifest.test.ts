import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import manifest from '../../package.json';

const root = resolve(__dirname, '../..');
const sources = [
  'src/extension.ts',
  ...readdirSync(join(root, 'src/vscode'), { recursive: true, encoding: 'utf8' }).map((name) => join('src/vscode', name)),
]
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

const found = (pattern: RegExp): readonly string[] => [...new Set([...sources.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command).sort();
const menus: readonly (readonly [string, readonly { readonly command: string; readonly when?: string }[]])[] = Object.entries(
  contributes.menus,
);
const properties: Readonly<Record<string, { readonly scope: string }>> = Object.assign(
  {},
  ...contributes.configuration.map((section) => section.properties),
);
const views = contributes.views.radsteps.map(({ id }) => id);
const id = /^radsteps\.[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/;

describe('the manifest', () => {
  it('declares exactly the commands that are registered', () => {
    const registered = found(/(?:registerFailableCommand\(\s*(?:services\.)?log,\s*|\bcommand\(\s*)'(radsteps\.[\w.]+)'/g);
    assert.deepEqual(registered, declared);
  });

  it('gives every command a category and one form of name', () => {
    for (const { command, category, title } of contributes.commands) {
      assert.equal(category, 'RadSteps', command);
      assert.match(command, id);
      assert.ok(title.length > 0);
    }
    for (const view of views) assert.match(view, /^radsteps\.[a-z]+$/);
  });

  it('has menus, welcomes and walkthroughs that refer to real commands', () => {
    for (const [menu, entries] of menus) for (const { command } of entries) assert.ok(declared.includes(command), `${menu}: ${command}`);
    const linked = [...JSON.stringify([contributes.viewsWelcome, contributes.walkthroughs]).matchAll(/command:(radsteps\.[\w.]+)/g)];
    assert.ok(linked.length > 5);
    for (const [, command = ''] of linked) assert.ok(declared.includes(command), command);
    const executed = found(/executeCommand\('(radsteps\.[\w.]+)'/g);
    assert.ok(executed.length > 3);
    // VS Code makes a focus command for every view.
    const known = [...declared, ...views.map((view) => `${view}.focus`)];
    for (const command of executed) assert.ok(known.includes(command), command);
  });

  it('offers in the palette only what needs no argument', () => {
    const palette = menus.find(([menu]) => menu === 'commandPalette')?.[1] ?? [];
    const hidden = palette.filter(({ when }) => when === 'false').map(({ command }) => command);
    const needArguments = declared.filter(
      (command) =>
        /^radsteps\.(explorer\.(openTask|mark\w+|signOff)|diagnostics\.(fix|accept|report)|viewer\.openImages?|labels\.(openChange|showCommit))$/.test(
          command,
        ) || /^radsteps\.runs\.(?!refresh|export|tidy|reproduce)/.test(command),
    );
    assert.deepEqual([...hidden].sort(), needArguments);
  });

  it('keeps conditions to two terms, on context keys that are set', () => {
    const set = found(/'setContext',\s*'(radsteps\.\w+)'/g);
    const welcomes = contributes.viewsWelcome.map(({ when }) => ({ when }));
    const events = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents));
    for (const { when = '' } of [...menus.flatMap(([, entries]) => entries), ...welcomes]) {
      const terms = when === '' ? [] : when.split(/&&|\|\|/);
      assert.ok(terms.length <= 2, when);
      for (const [key] of when.matchAll(/radsteps\.has\w+|radsteps\.training/g)) assert.ok(set.includes(key), key);
      for (const [, view = ''] of when.matchAll(/view == ([\w.]+)/g)) assert.ok(views.includes(view), view);
    }
    for (const event of events) {
      const [kind, name = ''] = event.split(':');
      const keys = name.split(' && ');
      assert.ok(kind === 'onCommand' ? declared.includes(name) : kind === 'onContext' && keys.every((key) => set.includes(key)), event);
    }
  });

  it('takes keys from nobody but its own editor', () => {
    const front = 'activeCustomEditorId =~ /^radsteps\\.(viewer|picture|labels)$/';
    for (const { command, key, when } of contributes.keybindings) {
      assert.ok(declared.includes(command), command);
      // The page reads plain letters itself, and a header's search box takes them as text.
      assert.match(key, /^ctrl\+alt\+\w+$/);
      assert.equal(when, `${front} && !inputFocus`);
    }
    assert.ok(contributes.keybindings.length > 3);
    const ofPage = declared.filter((command) => /^radsteps\.viewer\.(?!open)/.test(command));
    const palette = menus.find(([menu]) => menu === 'commandPalette')?.[1] ?? [];
    for (const command of ofPage) assert.equal(palette.find((entry) => entry.command === command)?.when, front, command);
    assert.equal(ofPage.length, 15);
  });

  it('has the editors that are registered, and leaves pictures to VS Code unless it is asked', () => {
    const panels = [
      'radsteps.run',
      'radsteps.gallery',
      'radsteps.agreement',
      'radsteps.card',
      'radsteps.changes',
      'radsteps.compare',
      'radsteps.findings',
      'radsteps.history',
      'radsteps.overview',
      'radsteps.similar',
      'radsteps.triage',
      'radsteps.watch',
    ];
    const types = found(/Type = '(radsteps\.\w+)'/g).filter((type) => !panels.includes(type));
    assert.deepEqual(contributes.customEditors.map(({ viewType }) => viewType).toSorted(), types);
    const patterns = (priority: string) =>
      contributes.customEditors
        .filter((editor) => editor.priority === priority)
        .flatMap(({ selector }) => selector.map(({ filenamePattern }) => filenamePattern));
    assert.deepEqual(patterns('default'), [
      '*.dcm',
      '*.dicom',
      '*.ima',
      '*.nii',
      '*.nii.gz',
      '{file,vscode-remote}:/**/3-data/labels/*/*.json',
      '**/.radsteps/work/*.worklist',
    ]);
    assert.deepEqual(patterns('option'), ['*.png', '*.jpg', '*.jpeg']);
  });

  it('declares exactly the settings that are read', () => {
    const read = found(/\.get<[^>]+>\(\s*'([\w.]+)'/g)
      .filter((name) => name.includes('.'))
      .map((name) => `radsteps.${name}`);
    assert.deepEqual(
      read.filter((name) => name !== 'radsteps.project.chosen'),
      Object.keys(properties).sort(),
    );
  });

  it('lets no untrusted folder choose a program to run', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('radsteps.training.nodePath'));
    assert.equal(properties['radsteps.training.nodePath']?.scope, 'machine');
  });

  it('shows pictures in the walkthrough that are there and small', () => {
    const pages = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown));
    const pictures = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/!\[([^\]]+)\]\(([^)]+)\)/g)].map(([, words, file = '']) => ({
        words,
        file: join(root, dirname(page), file),
      })),
    );
    assert.ok(pictures.length >= 3);
    for (const { words = '', file } of pictures) {
      assert.ok(words.length > 10, `${file} has words for those who don't see it`);
      assert.ok(existsSync(file), file);
      assert.ok(statSync(file).size <= 100_000, `${file} is small`);
    }
  });

  it('names files that are there', () => {
    const files = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.views.radsteps.map(({ icon }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
      ...(contributes.jsonValidation as readonly { readonly url: string }[]).map(({ url }) => url),
    ];
    for (const file of files) assert.ok(existsSync(join(root, file)), file);
  });
});
