import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { modelTypes } from '../../../../src/core/network/modelTypes';

const root = resolve(__dirname, '../../../..');
const source = join(root, 'src').split(sep).join('/');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const compilerOptions = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, allowJs: true, checkJs: true, skipLibCheck: true },
  ...{ target: 'es2023', module: 'esnext', moduleResolution: 'bundler', resolveJsonModule: true },
  ...{ types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] },
};

/** What the compiler says of some files, with their lines. */
async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-types-'));
  try {
    const config = { compilerOptions, files: Object.keys(files) };
    for (const [name, text] of Object.entries({ ...files, 'tsconfig.json': JSON.stringify(config) }))
      await writeFile(join(folder, name), text);
    const words = await new Promise<string>((done) => {
      execFile(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, out, errors) => done(out + errors));
    });
    // What is wrong in the source itself is the compiler's business, not this test's.
    return words.split('\n').filter((line) => Object.keys(files).some((name) => line.startsWith(`${name}(`)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the types for model.mjs', function () {
  this.timeout(60000);
  const types = { 'model.d.ts': modelTypes() };

  it('are those of the functions that it is given', async () => {
    const same = `
      import type { LayerFunctions } from '${source}/core/network/makeLayers';
      import type { MakeNetwork as Real, OwnOptions } from '${source}/node/training/ownNetwork';
      import type { Layers, MakeNetwork, Options } from './model';
      type Settings<F> = F extends (from: never, settings: infer S extends object) => unknown ? Required<S>
        : F extends (from: never, settings?: infer S) => unknown ? ['optional', Required<NonNullable<S>>] : never;
      type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
      type Told = { [K in Exclude<keyof Layers, 'image' | 'scalars' | 'network'>]: Settings<Layers[K]> };
      type Known = { [K in keyof LayerFunctions]: Settings<LayerFunctions[K]> };
      export const kinds: Equal<keyof Told, keyof Known> = true;
      export const settings: { [K in keyof Known]: K extends keyof Told ? [Known[K]] extends [Told[K]] ? ([Told[K]] extends [Known[K]] ? true : K) : K : K } =
        null as unknown as { [K in keyof Known]: true };
      export const options: Options = null as unknown as OwnOptions;
      export const back: OwnOptions = null as unknown as Options;
      export const usable: Parameters<Real>[0] extends Parameters<MakeNetwork>[0] ? true : false = true;
    `;
    assert.deepEqual(await problems({ ...types, 'same.ts': same }), []);
  });

  it('let the editor check the example in their head, and mark a mistake', async () => {
    const example = modelTypes()
      .split('\n')
      .filter((line) => line.startsWith('//   '))
      .map((line) => line.slice(5))
      .join('\n');
    assert.match(example, /export default/);
    const text = example.replace('../.radsteps/model', './model');
    assert.deepEqual(await problems({ ...types, 'good.mjs': text }), []);
    const [mistake = '', ...more] = await problems({ ...types, 'bad.mjs': text.replace('filters: 16', 'filter: 16') });
    assert.match(mistake, /^bad\.mjs\(3,\d+\): .*'filter' does not exist/);
    assert.ok(
      more.every((line) => line.startsWith(' ')),
      more.join('\n'),
    );
  });
});
