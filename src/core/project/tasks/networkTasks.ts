import { layout } from '../layout';
import type { TaskTexts } from './task';

const card = `# Model card

1. **Model**: run, version, hash of the weights, owner. TODO
2. **Use**: what for, what not (1-problem/intended-use.md). TODO
3. **Input**: modality, view, size, what happens to other images. TODO
4. **Data**: trained and tuned on; who is missing. TODO
5. **Results**: each with n and 95 % interval; operating point and on which part it was chosen (never the test part). TODO
6. **Groups**: by sex, age band, device. TODO
7. **Where it fails**: TODO
8. **Watched by**: 7-governance/monitor.yaml. TODO
`;

/** Step 5: what is trained. */
export const networkTasks: TaskTexts = {
  experiments: {
    title: 'Experiments',
    files: [layout.experiments],
    roles: ['developer'],
    why: 'What is trained and how stands in a file that can be compared.',
    check: 'experiments',
    guidance: {
      what: 'Begin with quick.yaml: does it learn at all? Then change one thing at a time, each in a file or with --set.',
      example: 'data: { target: bone_age, inputs: [sex] }, image: { size: [96, 80] }',
      pitfalls: ['Changing five things at once.', 'Choosing by the test part.'],
    },
  },
  train: {
    title: 'A finished run',
    files: [layout.runs],
    roles: ['developer'],
    why: 'A run with its record is the first answer to whether the data can be learned.',
    command: 'train',
    check: 'run',
    guidance: {
      what: 'Run "Train...". Its record pins data, settings, seeds and code in one commit. After a new split train again.',
      example: 'MAE 7.9 months (7.1 to 8.8), n 90 patients, tuning part.',
      pitfalls: [
        'A run of another split is not comparable with this one.',
        'One seed: the next may be worse by more than your improvement.',
      ],
    },
  },
  card: {
    title: 'Chosen model and its card',
    files: ['5-network/model-card.md'],
    roles: ['developer', 'clinician'],
    why: 'Before the test one model with one threshold is chosen and written down.',
    check: 'card',
    dependsOn: ['1-problem/use', '3-data/split'],
    starter: card,
    guidance: {
      what: 'Choose one run and its operating point on the tuning part, name the run, and describe the model for those who will use it.',
      example: 'Run 20260301-101500-good-7c1e, threshold 0.31: highest specificity with a sensitivity of at least 0.90 on the tuning part.',
      pitfalls: ['A threshold chosen on the test part.', 'The best of forty runs: its tuning result is optimistic.'],
    },
  },
};
