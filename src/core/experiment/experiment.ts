import type { Fit } from '../image/fitAffine';

/** The networks that can do as a centre-point detector's trunk. */
export type TrunkName = 'resnet-18' | 'resnet-34' | 'resnet-50' | 'unet';

/** Every network that an experiment can name. */
export type NetworkName = 'compact-cnn' | TrunkName | 'mobilenet-v2' | 'densenet-121' | 'centre-point' | 'own';

/** Where an engine can compute; `auto` takes the fastest that passes its self-test. */
export type Backend = 'auto' | NamedBackend;

/** A place where the built-in engine can compute. */
export type NamedBackend = 'cpu' | 'webgpu' | 'cuda' | 'directml' | 'coreml';

/** An experiment file with every default filled in: `5-network/experiments/<name>.yaml`. */
export type Experiment = {
  readonly data: {
    /** Name of the label that the network learns. */
    readonly target: string;
    /** Whose labels; '' takes the only reader there is. */
    readonly reader: string;
    /** Scalar inputs beside the image. */
    readonly inputs: readonly ('sex' | 'age_years')[];
  };
  readonly image: {
    /** Rows and columns that the network sees. */
    readonly size: readonly [number, number];
    /** What becomes 0..1. `percentile`: between two percentiles; `dicom`: the file's own window; `fixed`: a range of values; `full`: minimum to maximum. */
    readonly window: 'percentile' | 'dicom' | 'fixed' | 'full';
    /** Window `percentile`: the percentiles, in %, that become 0 and 1. */
    readonly percentiles: readonly [number, number];
    /** Window `fixed`: the values (after the modality's rescale) that become 0 and 1. */
    readonly range: readonly [number, number];
    /** `pad` keeps the aspect with black borders, `crop` by cutting off evenly; `stretch` does not keep it. */
    readonly fit: Fit;
  };
  readonly augment: {
    readonly flip: boolean;
    /** Largest shift, as a share of the image's side. */
    readonly shift: number;
    readonly flipRows: boolean;
    /** Largest rotation, degrees. */
    readonly rotate: number;
    /** Largest change of size, as a share. */
    readonly scale: number;
    /** Largest shear, degrees. */
    readonly shear: number;
    /** Largest number added to grey values of 0..1. */
    readonly brightness: number;
    /** Largest change of the distance from the mean grey, as a share. */
    readonly contrast: number;
    /** Largest change of the exponent: 1 / (1 + gamma) to 1 + gamma. */
    readonly gamma: number;
    /** Largest standard deviation of noise on grey values of 0..1. */
    readonly noise: number;
    /** Largest standard deviation of the blur, pixels. */
    readonly blur: number;
    /** Largest side of a rectangle of mean grey, as a share of the image's side; half of the images get one. */
    readonly cutOut: number;
  };
  readonly network: {
    /** `own` is the project's own `5-network/model.mjs`. */
    readonly name: NetworkName;
    /** compact-cnn: filters of each block. */
    readonly filters: readonly number[];
    /** All named networks but compact-cnn: what their usual numbers of filters are multiplied by. */
    readonly width: number;
    /** unet (a centre-point's trunk too): how often the image is halved. */
    readonly depth: number;
    /** centre-point: the network that sees for it. */
    readonly trunk: TrunkName;
    /** Share of the features that are dropped before the last layer, in training only. */
    readonly dropout: number;
    /** A safetensors file that training starts from; '' starts from random numbers. */
    readonly weights: string;
  };
  readonly train: {
    readonly epochs: number;
    readonly batch: number;
    readonly learningRate: number;
    readonly seed: number;
    readonly loss: 'auto' | 'mae' | 'mse' | 'huber' | 'cross-entropy' | 'focal' | 'dice' | 'binary-cross-entropy';
    /** How much the focal loss turns to what is still wrong; 0 makes it cross-entropy. */
    readonly focalGamma: number;
    /** Classification: share of the target that is spread evenly over all classes, in training only. */
    readonly labelSmoothing: number;
    /** Classification: `balanced` lets every class weigh alike in the loss; left out or `none`, every image weighs alike. */
    readonly classWeights: 'none' | 'balanced';
    /** `balanced`: an epoch draws as many images as there are, every class equally often. */
    readonly sampling: 'all' | 'balanced';
    /** Epochs without a better tuning metric before training ends early; 0 never ends early. */
    readonly patience: number;
    readonly optimizer: 'adam' | 'adamw' | 'sgd';
    /** SGD: share of the last step that stays in the next. */
    readonly momentum: number;
    /** SGD: Nesterov's look ahead. */
    readonly nesterov: boolean;
    /** Draws the weights of convolutions and dense layers to zero; biases, scales and shifts are left out. */
    readonly weightDecay: number;
    /** Largest length of a step's whole gradient; 0 leaves it as it is. */
    readonly clip: number;
    /** Share of all steps in which the learning rate rises to its base. */
    readonly warmUp: number;
    readonly schedule: 'cosine' | 'constant' | 'step' | 'plateau';
    /** Schedule `step`: epochs after which the rate falls; none given, after half and three quarters of them. */
    readonly scheduleSteps: readonly number[];
    /** Schedules `step` and `plateau`: what the rate is multiplied by when it falls. */
    readonly scheduleFactor: number;
    /** Schedule `plateau`: epochs without a lower tuning loss that are borne before the rate falls. */
    readonly schedulePatience: number;
    /** Share of the weights' moving average that stays at each step; the average is what is judged and kept. 0: no average. */
    readonly movingAverage: number;
  };
  /** How a run of two classes chooses, on its tuning part, from which probability on it calls an image positive. */
  readonly operatingPoint: {
    readonly rule: 'youden' | 'sensitivity' | 'cost';
    /** Rule `sensitivity`: what must be reached, by the lower end of the 95 % interval or by the value itself. */
    readonly sensitivity: number;
    readonly bound: 'lower95' | 'value';
    /** Share of positives where the model will be used; 0 takes that of the tuning part. */
    readonly prevalence: number;
    /** Rule `cost`: how many false alarms are as bad as a missed case. */
    readonly missCost: number;
    /** Boxes: what counts as found, an overlap (IoU) of 0.5 or the found box's middle in the marked one. */
    readonly hit: 'overlap' | 'centre';
  };
  readonly engine: {
    readonly name: 'built-in' | 'tensorflow';
    readonly backend: Backend;
    /** Threads of the engine on the CPU; 0 takes as many as the machine runs at once, at most 8. */
    readonly threads: number;
    /** Parts of a batch that are worked on side by side on the CPU; 0 takes one a thread, as long as each gets 4 images. */
    readonly workers: number;
  };
};
