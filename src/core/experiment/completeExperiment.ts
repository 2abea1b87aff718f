import { expandEngine } from './engineSetting';
import type { Backend, Experiment } from './experiment';
import { experimentDefaults } from './experimentDefaults';
import type { SweepFile } from './sweep';

/** An experiment file as it stands: any section and key may be missing but the target, and the engine may be one word. */
export type ExperimentFile = {
  readonly [S in Exclude<keyof Experiment, 'engine'>]?: Partial<Experiment[S]>;
} & { readonly engine?: Partial<Experiment['engine']> | Backend | 'tensorflow'; readonly sweep?: SweepFile };

/** An experiment file with every default filled in, keys in the defaults' order. */
export function completeExperiment(file: ExperimentFile): Experiment {
  const { data, image, augment, network, train, operatingPoint, engine } = experimentDefaults;
  return {
    data: { ...data, ...file.data },
    image: { ...image, ...file.image },
    augment: { ...augment, ...file.augment },
    network: { ...network, ...file.network },
    train: { ...train, ...file.train },
    operatingPoint: { ...operatingPoint, ...file.operatingPoint },
    engine: { ...engine, ...expandEngine(file.engine) },
  };
}
