import type { TaskTexts } from './task';

/** Step 6: what the test must show, and what it showed. */
export const validationTasks: TaskTexts = {
  acceptance: {
    title: 'Acceptance criteria',
    files: ['6-validation/acceptance.yaml'],
    roles: ['statistician', 'clinician'],
    why: 'Criteria chosen after the result prove nothing.',
    dependsOn: ['1-problem/problem', '1-problem/use'],
    signOff: true,
    guidance: {
      what: 'Write which metric must reach which value with the worse end of its interval, on how many patients, also in which groups; have it approved.',
      example: '{ metric: sensitivity, bound: wilson_lower95, op: ">=", value: 0.85, n_min: 176 }',
      pitfalls: ['A bare estimate without its interval.', 'Left-out images: decide beforehand whether they count as failures.'],
    },
  },
  lock: {
    title: 'Lock',
    files: ['6-validation/lock.json'],
    roles: ['data-custodian', 'statistician'],
    why: 'Criteria, model and test part are hashed before the test is opened.',
    dependsOn: ['6-validation/acceptance', '3-data/split', '5-network/card'],
    guidance: {
      what: 'Lock criteria, model, threshold and test part, and keep the hash outside the repository as well: git alone can be rewritten.',
      example: 'A signed tag, and the digest in an e-mail to the ethics board.',
      pitfalls: ['Locking after a first look.'],
    },
  },
  results: {
    title: 'Results',
    files: ['6-validation/results.json'],
    roles: ['statistician', 'data-custodian'],
    why: 'The test part is opened once and every number has its interval.',
    dependsOn: ['6-validation/lock'],
    guidance: {
      what: 'Open the test part once, with two people, and let every criterion be computed with n and interval.',
      example: 'Sensitivity 0.91 (0.86 to 0.94), n 182 patients with a fracture, opened once.',
      pitfalls: ['Opened again after a change of the model: then it has become tuning data.'],
    },
  },
  failures: {
    title: 'Review of failures',
    files: ['6-validation/failures.csv'],
    roles: ['reader', 'clinician'],
    why: 'The errors tell more about patients than the mean does.',
    dependsOn: ['6-validation/results'],
    starter: 'image,reader,category,severity,hazard,note\n',
    guidance: {
      what: 'Two readers look at every miss, the surest false alarms and the worst twentieth, without the score: quality, position, hardware, rare disease, label error? Severity 1 to 5, and the hazard of risk.csv.',
      example: 'img-0a1b2c3d4e,ada,hardware,3,R02,plate hides the line',
      pitfalls: ['Correcting labels after opening: it may only enter a sensitivity analysis.'],
    },
  },
  report: {
    title: 'Report',
    files: ['6-validation/report.md'],
    roles: ['statistician', 'lead'],
    why: 'Others decide on it, so it says for whom the model is not shown.',
    dependsOn: ['6-validation/results'],
    signOff: true,
    guidance: {
      what: 'Write it along the headings (CLAIM 2024); say reference standard and internal or external testing; have the decision approved.',
      example: 'Accepted for the wrist; for hips there were 11 patients, so nothing is shown.',
      pitfalls: ['"No difference" where there were too few patients to see one.'],
    },
  },
};
