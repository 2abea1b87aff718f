import type { Experiment } from '../../core/experiment/experiment';
import { adam, adamW, type Optimizer, sgd } from '../../core/network/optimizer';
import type { WeightUpdate } from '../../core/network/weightUpdate';

type Settings = Pick<Experiment['train'], 'optimizer' | 'momentum' | 'nesterov' | 'weightDecay' | 'clip' | 'movingAverage'>;

/** What an experiment makes of the gradient: optimizer, clipping, moving average. */
export const updateFor = (settings: Settings): WeightUpdate => ({
  optimizer: optimizerFor(settings),
  clip: settings.clip,
  movingAverage: settings.movingAverage,
});

function optimizerFor({ optimizer, momentum, nesterov, weightDecay }: Settings): Optimizer {
  if (optimizer === 'adam') return adam(weightDecay);
  if (optimizer === 'adamw') return adamW(weightDecay);
  return sgd({ momentum, nesterov, weightDecay });
}
