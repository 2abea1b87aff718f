import type { NetworkName, TrunkName } from '../../experiment/experiment';
import type { Network } from '../layer';
import type { NetworkTask } from '../networkTask';
import { centrePoint } from './centrePoint';
import { compactCnn } from './compactCnn';
import { denseNet121 } from './denseNet121';
import { mobileNetV2 } from './mobileNetV2';
import { resNet } from './resNet';
import { unet } from './unet';

/** A named network with its sizes, as an experiment says them. */
export type NetworkChoice = {
  readonly name: Exclude<NetworkName, 'own'>;
  readonly filters: readonly number[];
  readonly width: number;
  readonly depth: number;
  readonly trunk: TrunkName;
  readonly dropout: number;
};

/** Filters of a U-Net's first level at width 1. */
const unetFilters = 32;

type Maker = (choice: NetworkChoice, task: NetworkTask) => Network;

const residual =
  (layers: 18 | 34 | 50): Maker =>
  ({ width, dropout }, task) =>
    resNet({ ...task, layers, width, dropout });

const makers: { readonly [K in NetworkChoice['name']]: Maker } = {
  'compact-cnn': ({ filters, dropout }, task) => compactCnn({ ...task, filters, dropout }),
  'resnet-18': residual(18),
  'resnet-34': residual(34),
  'resnet-50': residual(50),
  'mobilenet-v2': ({ width, dropout }, task) => mobileNetV2({ ...task, width, dropout }),
  'densenet-121': ({ width, dropout }, task) => denseNet121({ ...task, width, dropout }),
  unet: ({ width, depth }, task) => unet({ ...task, filters: Math.max(1, Math.round(unetFilters * width)), depth }),
  'centre-point': ({ trunk, width, depth }, task) => centrePoint({ ...task, trunk, width, depth }),
};

/** The network that an experiment names, for a task; throws NetworkError where its sizes don't fit. */
export const namedNetwork = (choice: NetworkChoice, task: NetworkTask): Network => makers[choice.name](choice, task);
