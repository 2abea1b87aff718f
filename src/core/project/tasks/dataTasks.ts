import { layout } from '../layout';
import type { TaskTexts } from './task';

const dpia = `# Data protection impact assessment

Prompts for your data protection officer, no legal advice (GDPR article 35(7)).

1. **What is done with which data**: TODO
2. **Why it is needed, and why less would not do**: TODO
3. **Risks for the people whose images these are**: TODO
4. **Measures**: pseudonyms with a key outside the project, images outside git, who may see what. TODO
5. **What the data protection officer says**: TODO
`;

/** Step 3: images, labels and how they are divided. */
export const dataTasks: TaskTexts = {
  sources: {
    title: 'Sources and legal basis',
    files: ['3-data/sources.yaml'],
    roles: ['lead', 'it'],
    why: 'A model knows only what its sources show, and may use only what is allowed.',
    dependsOn: ['1-problem/use'],
    guidance: {
      what: 'One entry a source: period, how images were chosen, who was left out, the legal basis, and what counts as the truth.',
      example: 'Consecutive wrist radiographs of 2022 to 2024 from our PACS, follow-ups in a cast left out, ethics approval 2025-117.',
      pitfalls: ['Chosen films have another share of disease than the ward: predictive values from them are wrong.'],
    },
  },
  dpia: {
    title: 'Data protection',
    files: ['3-data/dpia.md'],
    roles: ['data-protection-officer'],
    why: 'Pseudonymised images stay personal data, so somebody must weigh the risks for the people on them.',
    dependsOn: ['3-data/sources'],
    starter: dpia,
    guidance: {
      what: 'Describe the processing, why it is needed, the risks for the people and the measures; add what the data protection officer says.',
      example:
        'Risk: a rare implant identifies a patient. Measure: such films are left out, and outputs are shown inside the hospital only.',
      pitfalls: ['"Anonymised" where a key exists somewhere.', 'Forgetting backups and the notebook of the doctoral student.'],
    },
  },
  deid: {
    title: 'De-identification',
    files: ['3-data/deid.yaml'],
    roles: ['it', 'data-custodian'],
    why: 'Identities go out of files and pixels before anybody works with them.',
    dependsOn: ['3-data/sources'],
    guidance: {
      what: 'Choose the options of DICOM PS3.15 annex E, say who keeps the key, how text in the pixels is found, and how the result is checked.',
      example:
        'Basic profile, dates shifted, age kept; every source name is searched for in all outputs, 100 films are looked at by two people.',
      pitfalls: [
        'Names in series descriptions and private tags.',
        'Names burned into the pixels of scanned films.',
        'Ages computed after dates were shifted.',
      ],
    },
  },
  images: {
    title: 'Images',
    files: [layout.images],
    roles: ['it', 'developer'],
    why: 'The index says which images there are, of which patient and device.',
    command: 'import',
    check: 'images',
    guidance: {
      what: 'Run "Import Images..." on the folder with the films; they stay where they are. Look at the list of files that could not be used.',
      example: '3-data/images.csv: one row an image, with pseudonyms and the SHA-256 of its file.',
      pitfalls: ['A second import with another key gives known patients new names.', 'Repeat visits under a second patient number.'],
    },
  },
  protocol: {
    title: 'Labelling protocol',
    files: [layout.protocol],
    roles: ['clinician'],
    why: 'Readers agree only on what is written down.',
    check: 'protocol',
    dependsOn: ['1-problem/use'],
    guidance: {
      what: 'Declare what is labelled in the head of the file, and write below how: borderline cases, what to do when unsure, who decides.',
      example: 'Fracture: yes when you would report one on this film alone; a healed one without a line is no.',
      pitfalls: [
        'Changing the rules half way without reading the first half again.',
        'A category "unclear" into which everything difficult goes.',
      ],
    },
  },
  labels: {
    title: 'Labels',
    files: [layout.labels],
    roles: ['reader'],
    why: 'The network learns what readers say, and no more.',
    command: 'import',
    check: 'labels',
    guidance: {
      what: 'Import a table of labels or label in the editor ("Label Images..."). Each reader has files of their own; nobody writes over another.',
      example: '3-data/labels/ada/img-0123456789.json',
      pitfalls: ['Reading with the report or the model in view.', 'Labels made by a model and then called the reference standard.'],
    },
  },
  agreement: {
    title: 'Agreement of readers',
    files: [layout.labels],
    roles: ['statistician', 'reader'],
    why: 'How far readers differ is the ceiling for every model.',
    check: 'agreement',
    guidance: {
      what: 'Have the images of the test part read by a second reader who does not see the first; settle what differs ("Show Reader Agreement").',
      example: 'Weighted kappa 0.76 (0.68 to 0.83) on 220 films, 31 of them adjudicated by a third reader.',
      pitfalls: ['Kappa sinks where one answer is rare: show specific agreement as well.', 'A second reading a day later is memory.'],
    },
  },
  split: {
    title: 'Split by patient',
    files: [layout.split, layout.splitLock],
    roles: ['developer'],
    why: 'A patient in two parts makes every result too good.',
    command: 'split',
    check: 'split',
    guidance: {
      what: 'Run "Split by Patient": each patient comes into one part, evenly by outcome, sex, age and site. Never change the table by hand.',
      example: '420 patients train, 90 tune, 90 test; split.lock holds seed and hash.',
      pitfalls: ['Two pseudonyms of one person in two parts.', 'Splitting again because the first test result was bad.'],
    },
  },
  size: {
    title: 'Enough patients',
    files: [layout.split],
    roles: ['statistician'],
    why: 'A test with too few patients proves nothing, however good the model is.',
    check: 'size',
    guidance: {
      what: 'Compare the test part with the numbers that 6-validation/acceptance.yaml asks for. Sensitivity counts patients with the finding, specificity those without.',
      example: 'Sensitivity 0.85 shown with 80 % power when 0.92 is true: 176 patients with a fracture.',
      pitfalls: ['Counting images where patients are meant: two films of one wrist are not two patients.'],
    },
  },
  datasheet: {
    title: 'Datasheet',
    files: ['3-data/datasheet.md'],
    roles: ['developer', 'data-custodian'],
    why: 'Others must know who is in the data, and who is missing.',
    dependsOn: ['3-data/images', '3-data/split'],
    guidance: {
      what: 'Describe for somebody who did not collect them: why, who, from where, how labelled, how divided, what they may be used for.',
      example: '3 % of the children are under two years; there is one manufacturer only.',
      pitfalls: ['Counts that were true before the last import.', 'Silence about who is missing.'],
    },
  },
};
