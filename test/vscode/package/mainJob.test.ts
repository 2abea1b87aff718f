import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/core/experiment/runRecord';
import { openSession, type Session } from '../harness/openSession';
import { temporary } from '../harness/places';

type Trained = { readonly record: RunRecord; readonly commit: { readonly state: string; readonly commit?: string } };

/** The packaged extension, installed as users install it, does the main job by its own commands. */
describe('the packaged extension', function () {
  this.timeout(240_000);
  const vsix = process.env.RADSTEPS_VSIX;
  let folder: string;
  let session: Session | undefined;
  const command = async <R>(name: string, argument: unknown): Promise<R | null> => {
    assert(session, 'a session is open');
    const call = { name, argument };
    return session.host((vscode, asked: typeof call) => vscode.commands.executeCommand<R>(asked.name, asked.argument), call);
  };

  before(async () => {
    assert(vsix, 'RADSTEPS_VSIX names the package: npm test -- package');
    folder = await mkdtemp(join(temporary(), 'radsteps-package-'));
  });
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('makes a project and films in an empty window', async () => {
    session = await openSession({ project: null, vsix: vsix ?? '' });
    const installed = await session.host((vscode) => vscode.extensions.getExtension('radsteps.radsteps')?.extensionPath ?? null);
    assert(installed?.startsWith(session.state), `the installed extension is the one that runs: ${installed}`);
    const project = {
      template: 'bone-age',
      name: 'Packaged',
      folder: join(folder, 'project'),
      dataRoot: join(folder, 'films'),
      open: false,
    };
    assert(await command('radsteps.project.new', project));
    const films = await command<{ readonly films: number }>('radsteps.images.makeFilms', {
      folder: join(folder, 'films'),
      count: 24,
      seed: 1,
    });
    assert.equal(films?.films, 24);
  });

  it('imports, splits and trains in the project, and the run is in git', async () => {
    const project = join(folder, 'project');
    session = await openSession({ project, inPlace: true, vsix: vsix ?? '' });
    await session.host((vscode) =>
      vscode.extensions
        .getExtension('radsteps.radsteps')
        ?.activate()
        .then((exports) => exports.ready),
    );
    const films = join(folder, 'films');
    const imported = await command<{ readonly images: number }>('radsteps.images.import', {
      folder: films,
      labels: join(films, 'bone-age.csv'),
    });
    assert.equal(imported?.images, 24);
    assert(await command('radsteps.images.split', {}));
    const trained = await command<Trained>('radsteps.training.start', { experiment: 'quick', sets: { 'train.epochs': '2' } });
    assert.equal(trained?.record.state, 'finished');
    assert.equal(trained?.commit.state, 'committed');
    const shown = execFileSync('git', ['-C', project, 'show', '--name-only', '--format=%H', 'HEAD'], { encoding: 'utf8' })
      .trim()
      .split('\n');
    assert.equal(shown[0], trained?.commit.commit);
    const files = shown.slice(2);
    assert(files.includes(`5-network/runs/${trained?.record.run}/record.json`));
    assert.deepEqual(
      files.filter((file) => !file.startsWith(`5-network/runs/${trained?.record.run}/`)),
      [],
      'the commit holds only the files of the run',
    );
  });
});
