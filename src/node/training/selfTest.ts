import type { BackendOutcome } from '../../core/experiment/backendOutcome';
import type { NamedBackend } from '../../core/experiment/experiment';
import { compactCnn } from '../../core/network/architectures/compactCnn';
import { buildGraph } from '../../core/network/buildGraph';
import { initialise } from '../../core/network/initialise';
import { backendTitles, whyNotOffered } from './backends';
import { checkGradient } from './checkGradient';
import { openTrial, trialBatch } from './trial';
import { whyBackendFailed } from './whyBackendFailed';

// Some cards multiply with 10 bits, which is 0.1 % for each product.
const tolerance = 0.01;

/**
 * Tries a backend in this process, which a broken driver may end: first its gradient, which may be 1 % off, then images a second of the compact
 * CNN until `seconds` have passed in all.
 */
export async function selfTest(backend: NamedBackend, seconds: number): Promise<BackendOutcome> {
  const notOffered = await whyNotOffered(backend);
  if (notOffered !== null) return { backend, state: 'not offered', reason: notOffered };
  const began = performance.now();
  try {
    const { error, device } = await checkGradient(backend);
    // Written so that a derivative that is no number fails too.
    if (!(error <= tolerance)) return { backend, state: 'fails', reason: wrongGradient(backend, error) };
    const goOn = () => (performance.now() - began) / 1000 < seconds;
    const imagesPerSecond = device.software ? null : await measureSpeed(backend, goOn);
    return { backend, state: 'passes', device: device.name, software: device.software, imagesPerSecond, error };
  } catch (error) {
    // A driver's words name files, so they are for the log alone.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    const reason = backend === 'cpu' ? 'ONNX Runtime fails on this processor.' : whyBackendFailed(backend, error);
    return { backend, state: 'fails', reason: reason.charAt(0).toUpperCase() + reason.slice(1) };
  }
}

const wrongGradient = (backend: NamedBackend, error: number): string =>
  `${backendTitles[backend]} computes wrong derivatives here (${(100 * error).toPrecision(2)} % off); a newer driver may mend it.`;

/** Images a second of training for as long as `goOn` says, at least one step; the first one, which compiles, is not counted. */
async function measureSpeed(backend: NamedBackend, goOn: () => boolean): Promise<number> {
  const graph = buildGraph(compactCnn({ size: [64, 64], scalars: 0, filters: [16, 32, 64], outputs: 1 }));
  const trial = { graph, batch: 16 };
  const [runner, batch] = [await openTrial(backend, trial, initialise(graph, 1)), trialBatch(trial)];
  await runner.run(batch, 1, 0.001);
  const began = performance.now();
  let steps = 0;
  do await runner.run(batch, ++steps + 1, 0.001);
  while (goOn());
  const seconds = (performance.now() - began) / 1000;
  await runner.close();
  return (trial.batch * steps) / seconds;
}
