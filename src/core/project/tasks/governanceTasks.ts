import type { TaskTexts } from './task';

const plan = `# Plan for changes

Which changes are foreseen, how each is tested, and what is not covered (after the FDA's predetermined change control plan).

1. **Changes**: for example more data of the same kind, a new threshold. TODO
2. **How they are made and tested**: data, training, evaluation, release. TODO
3. **What they may break, and how one would notice**: TODO
4. **Not covered**: another intended use, body part or modality. TODO
`;

/** Step 7: risks, watching, and what happens when something happens. */
export const governanceTasks: TaskTexts = {
  risk: {
    title: 'Risks',
    files: ['7-governance/risk.csv'],
    roles: ['lead', 'clinician'],
    why: 'Each way to hurt somebody needs something that stands against it.',
    check: 'risk',
    dependsOn: ['1-problem/use'],
    guidance: {
      what: 'One row a hazard: how it comes to harm, how severe and likely, what stands against it (design before protection before information), and where that is verified.',
      example: 'R03, side confused, marker lost, wrong limb treated: orientation kept, shown on the film; verified by test 12.',
      pitfalls: ['A control without a verification.', '"The radiologist will notice" as the only control.'],
    },
  },
  monitor: {
    title: 'Monitoring',
    files: ['7-governance/monitor.yaml'],
    roles: ['it', 'statistician'],
    why: 'Models fail silently when devices or patients change.',
    dependsOn: ['1-problem/use'],
    guidance: {
      what: 'Choose signals, windows and limits by how often a false alarm may come; say who looks, and what happens on amber and red.',
      example: 'Disagreement with the final report, Bernoulli CUSUM from 5 % to 10 %, h 5: a false alarm in 11,100 readings.',
      pitfalls: ['Ten charts at 5 % alarm all the time.', 'An alarm without a fallback.'],
    },
  },
  audit: {
    title: 'Audit log',
    files: ['7-governance/audit'],
    roles: ['it', 'data-custodian'],
    why: 'What happened and who did it must be provable later.',
    check: 'audit',
    guidance: {
      what: 'A log whose entries are chained by hashes, without identities, its head kept outside as well.',
      example: '{"seq":0,"event":"inference","actor":"svc:infer","prev":"000...","hash":"cf11..."}',
      pitfalls: ['A name in a log that can never be erased.'],
    },
  },
  lists: {
    title: 'Lists of incidents and changes',
    files: ['7-governance/incidents.csv', '7-governance/changes.csv'],
    roles: ['lead', 'it'],
    why: 'An incident without a list to write it in is forgotten.',
    guidance: {
      what: 'Keep both lists from the first day of use; each incident gets its cause, what was done, and whether it must be reported.',
      example: 'I-2026-01, detected 2026-03-02, two patients, wrong side marker, rolled back to 1.1.0, closed 2026-03-09.',
      pitfalls: ['An incident that stays open because nobody owns it.'],
    },
  },
  changes: {
    title: 'Plan for changes',
    files: ['7-governance/pccp.md'],
    roles: ['developer', 'lead'],
    why: 'Every model is retrained one day, and who may do that should be known before.',
    dependsOn: ['7-governance/risk'],
    starter: plan,
    guidance: {
      what: 'Write which changes are foreseen, how each is made, tested and released, and what lies outside the plan.',
      example: 'Retraining with at least 500 new films a year; released when every criterion of acceptance.yaml holds again.',
      pitfalls: ['A plan that allows everything controls nothing.'],
    },
  },
};
