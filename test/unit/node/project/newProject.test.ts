import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseTarget } from '../../../../src/core/experiment/chooseTarget';
import { fileProblem } from '../../../../src/core/project/fileProblem';
import { tableColumns, yamlSchemas } from '../../../../src/core/project/projectFiles';
import { UserError } from '../../../../src/core/userError';
import { readLocal } from '../../../../src/node/project/local';
import { listExperiments, readExperiment } from '../../../../src/node/project/readExperiment';
import { readProject } from '../../../../src/node/project/readProject';
import { readProtocol } from '../../../../src/node/project/readProtocol';
import { engineNetwork, lossFor } from '../../../../src/node/training/engineNetwork';
import { isolatedGit } from '../../../fixtures/temporaryRepository';
import { makeProject, templatesFolder } from './projectFixture';

const git = (folder: string, ...args: readonly string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

const refused = (expected: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.message, expected);
  return true;
};

const designed = [
  'radsteps.yaml',
  ...['problem.yaml', 'intended-use.md', 'economics.yaml'].map((name) => `1-problem/${name}`),
  ...['team.yaml', 'approvals.csv'].map((name) => `2-team/${name}`),
  ...['sources.yaml', 'deid.yaml', 'protocol.md', 'datasheet.md'].map((name) => `3-data/${name}`),
  ...['kit.yaml', 'environment.lock'].map((name) => `4-kit/${name}`),
  '5-network/experiments/quick.yaml',
  ...['acceptance.yaml', 'report.md'].map((name) => `6-validation/${name}`),
  ...['monitor.yaml', 'risk.csv', 'audit/.gitkeep', 'incidents.csv', 'changes.csv'].map((name) => `7-governance/${name}`),
  '.gitignore',
  '.gitattributes',
];

describe('newProject', () => {
  const home = isolatedGit();
  let count = 0;
  const fresh = (): string => {
    count += 1;
    mkdirSync(join(home(), `place ${count}`));
    return join(home(), `place ${count}`);
  };

  for (const template of readdirSync(templatesFolder)) {
    it(`makes a complete and valid project from ${template}`, async () => {
      const name = 'Hände: "die" {{reader}} #1';
      const { root, files, commit } = await makeProject(join(fresh(), 'p'), { template, name, reader: 'ada' });
      const tracked = git(root, 'ls-files').split('\n');
      assert.equal(tracked.length, files);
      assert.deepEqual(
        designed.filter((file) => !tracked.includes(file)),
        [],
      );
      assert.equal(git(root, 'status', '--porcelain'), '');
      assert.equal(git(root, 'rev-parse', 'main'), commit);
      assert.equal(git(root, 'log', '-1', '--format=%an'), 'Ada Reader');
      const project = await readProject(root);
      assert.equal(project.name, name);
      assert.equal(project.template, template);
      for (const file of [...Object.keys(yamlSchemas), ...Object.keys(tableColumns)]) {
        const problem = fileProblem(file, readFileSync(join(root, file), 'utf8'));
        assert.ok(problem === null || problem.includes('open question'), `${file}: ${problem}`);
      }
      const whole = tracked.filter((file) => file !== 'radsteps.yaml' && file !== 'README.md');
      for (const file of whole) assert.doesNotMatch(readFileSync(join(root, file), 'utf8'), /\{\{|\r/, file);
    });

    it(`has experiments of ${template} that learn a declared label`, async () => {
      const { root } = await makeProject(join(fresh(), 'p'), { template });
      const { labels } = await readProtocol(root);
      const task = (await readProject(root)).task;
      const names = await listExperiments(root);
      assert.ok(names.includes('quick'));
      for (const name of names) {
        const { experiment } = await readExperiment(root, name, {});
        const { target } = experiment.data;
        const label = labels.find((candidate) => candidate.name === target);
        if (name === 'quick') assert.equal(label?.kind, task === 'regression' ? 'number' : 'category');
        const chosen = chooseTarget(target, { labels });
        await engineNetwork({ ...chosen, experiment, files: {} });
        assert.doesNotThrow(() => lossFor(chosen.task, experiment.train), name);
      }
    });
  }

  it('keeps the key, the settings and the images to itself', async () => {
    const place = fresh();
    const { root, dataRoot } = await makeProject(join(place, 'p'), { reader: 'ada' });
    assert.equal(dataRoot, join(place, 'p-data'));
    assert.ok(statSync(dataRoot).isDirectory());
    assert.deepEqual(await readLocal(root), { dataRoot, roots: {}, reader: 'ada' });
    assert.match(readFileSync(join(root, '.radsteps/key'), 'utf8'), /^[0-9a-f]{64}\n$/);
    if (process.platform !== 'win32') assert.equal(statSync(join(root, '.radsteps/key')).mode & 0o777, 0o600);
    for (const name of ['a.dcm', 'deep/b.PNG'.toLowerCase(), 'c.nii.gz', 'd.onnx', '.radsteps/x']) {
      mkdirSync(join(root, 'deep'), { recursive: true });
      writeFileSync(join(root, name), 'x');
    }
    assert.equal(git(root, 'status', '--porcelain'), '');
    assert.deepEqual(readdirSync(place).sort(), ['p', 'p-data']);
  });

  it('takes the reader from git and the given data root', async () => {
    const place = fresh();
    const { root } = await makeProject(join(place, 'deep', 'p'), { dataRoot: join(place, 'films', 'hands') });
    assert.deepEqual(await readLocal(root), { dataRoot: join(place, 'films', 'hands'), roots: {}, reader: 'ada-reader' });
    assert.match(readFileSync(join(root, '2-team/team.yaml'), 'utf8'), /reader: "ada-reader"/);
    assert.ok(statSync(join(place, 'films', 'hands')).isDirectory());
  });

  it('fills an existing empty folder without replacing it', async () => {
    const place = fresh();
    const folder = join(place, 'p');
    mkdirSync(folder);
    const before = statSync(folder).ino;
    await makeProject(folder);
    assert.equal(statSync(folder).ino, before);
    assert.equal(git(folder, 'status', '--porcelain'), '');
    assert.deepEqual(readdirSync(place).sort(), ['p', 'p-data']);
  });

  const refusals: readonly (readonly [string, (place: string) => Parameters<typeof makeProject>[1], RegExp])[] = [
    ['a data root in the project', (place) => ({ dataRoot: join(place, 'p', 'images') }), /lies in the project: choose one outside/],
    ['the project as its data root', (place) => ({ dataRoot: join(place, 'p') }), /lies in the project/],
    ['a file as the data root', (place) => ({ dataRoot: join(place, 'file') }), /is a file: choose another/],
    ['a data root below a file', (place) => ({ dataRoot: join(place, 'file', 'x') }), /a part of this path is a file/],
    ['an unknown template', () => ({ template: 'bone-aeg' }), /^There is no template "bone-aeg"; did you mean "bone-age"\?$/],
    ['a template outside the folder', () => ({ template: '../src' }), /^There is no template/],
    ['an empty name', () => ({ name: '  ' }), /needs a name/],
    ['a name of two lines', () => ({ name: 'a\nb' }), /must be one line/],
    ['a reader with a space', () => ({ reader: 'Ada R' }), /for example "ada-r"/],
    ['a reader that leads elsewhere', () => ({ reader: '../x' }), /must be at most 40 lower-case letters/],
  ];
  for (const [what, options, expected] of refusals) {
    it(`refuses ${what} and leaves nothing behind`, async () => {
      const place = fresh();
      writeFileSync(join(place, 'file'), 'x');
      await assert.rejects(makeProject(join(place, 'p'), options(place)), refused(expected));
      assert.deepEqual(readdirSync(place), ['file']);
    });
  }

  it('refuses a folder that is not empty, is a file, or lies below a file', async () => {
    const place = fresh();
    mkdirSync(join(place, 'full'));
    writeFileSync(join(place, 'full', 'mine'), 'x');
    await assert.rejects(makeProject(join(place, 'full')), refused(/is not empty: .*nothing is ever written over\.$/));
    await assert.rejects(makeProject(join(place, 'full', 'mine')), refused(/is a file/));
    await assert.rejects(makeProject(join(place, 'full', 'mine', 'p')), refused(/a part of this path is a file/));
    assert.deepEqual(readdirSync(place), ['full']);
    assert.equal(readFileSync(join(place, 'full', 'mine'), 'utf8'), 'x');
  });

  it('refuses a folder in another project', async () => {
    const { root } = await makeProject(join(fresh(), 'p'));
    await assert.rejects(makeProject(join(root, '5-network', 'q')), refused(/lies in another project/));
    assert.ok(!existsSync(join(root, '5-network', 'q')));
  });

  it('sees through a link from the data root into the project', async function () {
    if (process.platform === 'win32') this.skip();
    const place = fresh();
    mkdirSync(join(place, 'p'));
    symlinkSync(join(place, 'p'), join(place, 'elsewhere'));
    await assert.rejects(makeProject(join(place, 'p'), { dataRoot: join(place, 'elsewhere', 'images') }), refused(/lies in the project/));
    assert.deepEqual(readdirSync(join(place, 'p')), []);
  });

  it('leaves nothing behind when writing fails', async () => {
    const place = fresh();
    const broken = join(place, 'templates');
    mkdirSync(join(broken, 'bone-age', '.radsteps'), { recursive: true });
    writeFileSync(join(broken, 'bone-age', '.radsteps', 'x'), 'stands where the settings go');
    await assert.rejects(makeProject(join(place, 'new', 'p'), { templatesFolder: broken }), refused(/can't be made/));
    assert.deepEqual(readdirSync(place), ['templates']);
  });

  it('leaves a surrounding repository alone and says that nothing is committed', async () => {
    const place = fresh();
    git(place, 'init', '-q');
    const { root, commit, notes, dataRoot } = await makeProject(join(place, 'deep', 'p'));
    assert.equal(commit, null);
    assert.match(notes.join(), /lies in the git repository .*not committed yet/);
    assert.ok(!existsSync(join(root, '.git')));
    assert.equal(dataRoot, join(`${place}-data`, 'deep', 'p'));
    assert.match(git(place, 'status', '--porcelain'), /^\?\? deep\/$/);
    await assert.rejects(makeProject(join(place, 'q'), { dataRoot: join(place, 'images') }), refused(/lies in the git repository/));
  });

  it('makes a repository of its own where the surrounding one ignores it or it is asked to', async () => {
    const place = fresh();
    git(place, 'init', '-q');
    writeFileSync(join(place, '.gitignore'), 'demo/\n');
    const ignored = await makeProject(join(place, 'demo'));
    assert.equal(git(ignored.root, 'rev-parse', 'HEAD'), ignored.commit);
    const own = await makeProject(join(place, 'own'), { ownRepository: true });
    assert.equal(git(own.root, 'rev-parse', 'HEAD'), own.commit);
  });

  it('commits though the user signs commits and ignores lock files', async () => {
    const settings = readFileSync(join(home(), '.gitconfig'), 'utf8');
    writeFileSync(join(home(), 'ignored'), '*.lock\n');
    const more = `[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n[core]\n\texcludesFile = ${join(home(), 'ignored')}\n`;
    writeFileSync(join(home(), '.gitconfig'), settings + more);
    try {
      const { root, commit } = await makeProject(join(fresh(), 'p'));
      assert.ok(commit !== null);
      assert.equal(git(root, 'ls-files', '4-kit/environment.lock'), '4-kit/environment.lock');
    } finally {
      writeFileSync(join(home(), '.gitconfig'), settings);
    }
  });

  it('says so where git is missing', async () => {
    const place = fresh();
    const path = process.env.PATH;
    process.env.PATH = place;
    try {
      const { commit, notes } = await makeProject(join(place, 'p'));
      assert.equal(commit, null);
      assert.match(notes.join(), /^Git is not installed or not on the PATH: the project is made, but nothing is committed\.$/);
    } finally {
      process.env.PATH = path;
    }
    assert.equal((await readLocal(join(place, 'p'))).reader, 'reader-1');
  });
});

describe('newProject without a git identity', () => {
  const home = isolatedGit(false);

  it('commits as RadSteps and says so', async () => {
    const { root, notes, commit } = await makeProject(join(home(), 'p'));
    assert.ok(commit !== null);
    assert.equal(git(root, 'log', '-1', '--format=%an <%ae>'), 'RadSteps <radsteps@localhost>');
    assert.match(notes.join(), /first commit is by "RadSteps"/);
    assert.equal((await readLocal(root)).reader, 'reader-1');
  });
});
