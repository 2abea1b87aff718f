import assert from 'node:assert/strict';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { explainMemory, memoryNeed, requireMemory } from '../../../../src/node/training/memoryNeed';
import { networkGraph } from '../../../../src/node/training/networkGraph';

const megabyte = 2 ** 20;

function jobOf(network: Partial<Experiment['network']>, size: readonly [number, number], batch: number) {
  const { image, train } = experimentDefaults;
  const experiment: Experiment = {
    ...experimentDefaults,
    image: { ...image, size },
    network: { ...experimentDefaults.network, ...network },
    train: { ...train, batch },
  };
  return { task: 'regression' as const, classes: [], experiment };
}

/** The message with which so much memory is refused, or the warnings; null when all is well. */
async function told(job: ReturnType<typeof jobOf>, bytes: number): Promise<string | null> {
  const warnings: string[] = [];
  const graph = await networkGraph(job);
  try {
    await requireMemory(job, graph, (message) => warnings.push(message), { bytes, bound: 'machine' });
    return warnings[0] ?? null;
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'UserError');
    return error.message;
  }
}

describe('the memory that a batch needs', () => {
  const resnet = jobOf({ name: 'resnet-18' }, [224, 224], 16);

  it('is refused where there is less, with the largest batch that fits', async () => {
    const need = memoryNeed(await networkGraph(resnet), resnet.experiment.train).total;
    const fits = memoryNeed(await networkGraph(resnet), resnet.experiment.train, 7).total;
    const words =
      /^A batch of 16 images of 224 x 224 needs about ([\d,]+) MB of memory, but this machine has ([\d,]+) MB to spare; set train\.batch to 7 or less\.$/;
    const found = words.exec((await told(resnet, fits)) ?? '');
    assert.deepEqual(
      found?.slice(1).map((text) => Number(text.replace(',', ''))),
      [need, fits].map((bytes) => Math.round(bytes / megabyte)),
    );
    assert.match((await told(resnet, fits - 1)) ?? '', /set train\.batch to 6 or less/);
    assert.equal(await told(resnet, need * 2), null);
    assert.match((await told(resnet, need)) ?? '', /it may run out; a smaller train\.batch needs less\.$/);
  });

  it('names an image size where not one image fits, and a smaller network where none does', async () => {
    const film = jobOf({ name: 'compact-cnn' }, [2048, 1536], 1);
    const one = memoryNeed(await networkGraph(film), film.experiment.train).total;
    const message = (await told(film, one / 2)) ?? '';
    assert.match(message, /^A batch of 1 image of .* not even one image fits: set train\.batch to 1 and image\.size to \[1280, 960\]\.$/);
    const smaller = jobOf({ name: 'compact-cnn' }, [1280, 960], 1);
    assert.doesNotMatch((await told(smaller, one / 2)) ?? '', /fits/);
    assert.match((await told(resnet, 10 * megabyte)) ?? '', /choose a smaller network/);
  });

  it('is told when the engine runs out of it, and only then', async () => {
    const graph = await networkGraph(resnet);
    const other = new Error('a bug');
    assert.equal(await explainMemory(resnet, graph, other), other);
    const explained = await explainMemory(resnet, graph, new Error('std::bad_alloc'));
    assert.ok(explained instanceof Error);
    assert.match(
      explained.message,
      /^Memory ran out in training\. A batch of 16 .* needs about [\d,]+ MB of memory, more than there was; set train\.batch to 8 or less\.$/,
    );
    const one = jobOf({ name: 'resnet-18' }, [224, 224], 1);
    const last = await explainMemory(one, graph, new Error('Failed to allocate memory'));
    assert.ok(last instanceof Error && /not even one/.test(last.message), String(last));
  });
});
