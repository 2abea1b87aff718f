import type { TaskTexts } from './task';

/** Step 1: what is to be solved, for whom, and what it is worth. */
export const problemTasks: TaskTexts = {
  problem: {
    title: 'Question, comparator and success',
    files: ['1-problem/problem.yaml'],
    roles: ['lead', 'clinician'],
    why: 'A model without a question and a number that decides is never finished.',
    guidance: {
      what: 'Write the clinical question in one sentence, what is done today, with whom the model is compared, and the one number that decides, with its unit and where it comes from. Name how it could hurt a patient.',
      example: 'Success: mean absolute error at most 8 months, because two readers of the same films differ by about 6.',
      pitfalls: [
        'A goal below the variability of the readers chases noise.',
        'Several numbers that decide: afterwards one of them always looks good.',
        'A comparator that nobody uses makes every model look useful.',
      ],
    },
  },
  use: {
    title: 'Intended use',
    files: ['1-problem/intended-use.md'],
    roles: ['lead', 'clinician'],
    why: 'Data, test and risks follow from who uses it on whom for what.',
    dependsOn: ['1-problem/problem'],
    signOff: true,
    guidance: {
      what: 'Say for which patients and images the model is, who uses it at which moment of the work, what is decided with it, and for what it is not. Have it approved: a row in 2-team/approvals.csv.',
      example: 'For children of 2 to 16 years with a radiograph of the left hand; not with casts, not for the age of asylum seekers.',
      pitfalls: [
        'An intended use that is wider than the data: what was not tested is not shown.',
        'Leaving out the moment of use: before or after the own reading makes another product.',
      ],
    },
  },
  value: {
    title: 'What it is worth',
    files: ['1-problem/economics.yaml'],
    roles: ['lead'],
    why: 'Costs and savings decide whether it will be used after the project.',
    dependsOn: ['1-problem/problem'],
    guidance: {
      what: 'Put in fixed cost a year, cost a study, minutes saved and what the minute is worth. Measure the minutes with a stopwatch before and after.',
      example: '35,000 a year and 0.50 a study at 20,000 studies cost 2.25 each; 1.5 minutes at 120 an hour save 3.00.',
      pitfalls: ['Saved minutes count only where something else is done in them.', 'Forgetting maintenance: it comes every year.'],
    },
  },
};
