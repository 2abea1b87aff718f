import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FoldsRecord } from '../../../src/core/experiment/foldsRecord';
import type { RunRecord } from '../../../src/core/experiment/runRecord';
import { openSession, type Session } from '../harness/openSession';
import { radstepsCommand, startCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';

type CrossValidated = { readonly folds: FoldsRecord; readonly commit: { readonly state: string } };
type Trained = { readonly record: RunRecord };

describe('cross-validation, resuming and predicting in VS Code', function () {
  this.timeout(120_000);
  let session: Session;
  let films: string;
  const runs = () => treeItems(session.page, 'Runs', 1);
  const newest = async () => /Run (\S+),/.exec((await runs().first().getAttribute('aria-label')) ?? '')?.[1];

  before(async () => {
    const project = await smallProject();
    films = project.films;
    session = await openSession({ project: project.root });
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it('cross-validates, shows its folds, tells the pooled metric, and opens the record', async () => {
    const done = await radstepsCommand<CrossValidated>(session, 'radsteps.training.startFolds', {
      experiment: 'quick',
      sets: { 'train.epochs': '1' },
      folds: 2,
    });
    assert.deepEqual([done?.folds.state, done?.commit.state], ['finished', 'committed']);
    await runs()
      .first()
      .getByText(/fold 2 of 2/)
      .waitFor();
    await waitForNotification(session, /Cross-validation .* finished: MAE .*95 % interval .*out of fold/);
    await radstepsCommand(session, 'radsteps.runs.openFolds', { run: done?.folds.folds[1]?.run });
    await session.page
      .getByText(/folds\.json/)
      .first()
      .waitFor();
  });

  it('goes on with a run that was stopped', async () => {
    await startCommand(session, 'radsteps.training.start', { experiment: 'quick', sets: { 'train.epochs': '60' } });
    await runs()
      .first()
      .getByText(/\d+\/60 · MAE/)
      .waitFor();
    await radstepsCommand(session, 'radsteps.training.stop');
    await runs()
      .first()
      .getByText(/stopped/)
      .waitFor();
    const run = await newest();
    const resumed = await radstepsCommand<Trained>(session, 'radsteps.training.resume', { run });
    assert.deepEqual([resumed?.record.run, resumed?.record.state, resumed?.record.resumed?.length], [run, 'finished', 1]);
  });

  it('predicts a folder with a run and opens the table', async () => {
    const run = await newest();
    const table = (await radstepsCommand<string>(session, 'radsteps.runs.predict', { run, paths: [films] })) ?? '';
    assert.ok(table.includes('/.radsteps/predictions/'), table);
    assert.equal(readFileSync(table, 'utf8').trim().split('\n').length, 1 + 24);
    await waitForNotification(session, /24 images predicted/);
  });
});
