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
    /** `percentile`: 0.5th to 99.5th percentile to 0..1; `dicom`: the file's own window; `full`: minimum to maximum. */
    readonly window: 'percentile' | 'dicom' | 'full';
    /** `pad` keeps the aspect with black borders; `stretch` does not. */
    readonly fit: 'pad' | 'stretch';
  };
  readonly augment: {
    readonly flip: boolean;
    /** Largest shift, as a share of the image's side. */
    readonly shift: number;
  };
  readonly network: {
    readonly name: 'compact-cnn';
    readonly filters: readonly number[];
  };
  readonly train: {
    readonly epochs: number;
    readonly batch: number;
    readonly learningRate: number;
    readonly seed: number;
    readonly loss: 'auto' | 'mae' | 'mse' | 'huber' | 'cross-entropy';
    /** Classification: `balanced` lets every class weigh alike in the loss; left out or `none`, every image weighs alike. */
    readonly classWeights: 'none' | 'balanced';
    /** Epochs without a better tuning metric before training ends early; 0 never ends early. */
    readonly patience: number;
  };
  readonly engine: {
    readonly name: 'built-in';
    readonly backend: 'cpu';
    /** Threads of the engine; 0 takes as many as the machine runs at once, at most 8. */
    readonly threads: number;
  };
};
