import type { TaskTexts } from './task';

/** Step 2: who does it, and who allows it. */
export const teamTasks: TaskTexts = {
  team: {
    title: 'People, roles and skills',
    files: ['2-team/team.yaml'],
    roles: ['lead'],
    why: 'Somebody must read films, know PACS and network, program, and count.',
    check: 'team',
    guidance: {
      what: 'Name a person for each role: clinician, statistician, data protection, keeper of key and test labels. Look for the skills: image interpretation and clinical understanding, PACS and network, programming. Ask outside for what is missing: a university, a hired developer.',
      example:
        'A radiologist who owns the question, the PACS administrator for two hours a week, a doctoral student of medical physics who programs.',
      pitfalls: [
        'The one who trains also keeps the test labels: then the test is no secret.',
        'The statistician is asked after the data are collected.',
      ],
    },
  },
  approvals: {
    title: 'Approvals',
    files: ['2-team/approvals.csv'],
    roles: ['lead', 'data-protection-officer'],
    why: 'Ethics, data protection and the board say yes before the first image.',
    check: 'approvals',
    guidance: {
      what: 'One row for each decision: document (a file of the project, or the name of an approval), version, decision, who approved in which role, until when. `radsteps task sign-off` writes a row with the hash of the file, so that a later change is seen.',
      example: '2026-02-01,1-problem/intended-use.md,3f9a1c20b7de,approved,A. Lead,lead,2028-02-01,',
      pitfalls: [
        'An approval that has run out.',
        'Approved by the one who wrote it: builder and approver are two people.',
        'Approved once, changed later.',
      ],
    },
  },
};
