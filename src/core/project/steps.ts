import { layout } from './layout';

/** How a task is found to be done: its files are complete, its table has rows, or what a command makes is there. */
export type TaskCheck = 'files' | 'rows' | 'protocol' | 'images' | 'labels' | 'split' | 'experiments' | 'run' | 'audit';

/** One thing to do in a step. */
export type Task = {
  /** Unique in the project: `<step's folder>/<word>`. */
  readonly id: string;
  readonly title: string;
  /** Its files or folder relative to the project; the first is the one to open. */
  readonly files: readonly string[];
  /** Why it is done, in one sentence. */
  readonly why: string;
  /** The command of `radsteps` that makes it; null where people write it. */
  readonly command: 'import' | 'split' | 'train' | null;
  readonly check: TaskCheck;
};

/** One of the seven steps from an idea to a monitored model. */
export type Step = {
  readonly number: number;
  readonly title: string;
  readonly folder: string;
  readonly tasks: readonly Task[];
};

type TaskText = Omit<Task, 'id' | 'command' | 'check'> & Partial<Pick<Task, 'command' | 'check'>>;

const step = (number: number, title: string, folder: string, tasks: Readonly<Record<string, TaskText>>): Step => ({
  number,
  title,
  folder,
  tasks: Object.entries(tasks).map(([word, task]) => ({ command: null, check: 'files', ...task, id: `${folder}/${word}` })),
});

/** The seven steps with their tasks, in the order in which one does them. */
export const steps: readonly Step[] = [
  step(1, 'Problem', '1-problem', {
    problem: {
      title: 'Question, comparator and success',
      files: ['1-problem/problem.yaml'],
      why: 'A model without a question and a number that decides is never finished.',
    },
    use: {
      title: 'Intended use',
      files: ['1-problem/intended-use.md'],
      why: 'Data, test and risks follow from who uses it on whom for what.',
    },
    value: {
      title: 'What it is worth',
      files: ['1-problem/economics.yaml'],
      why: 'Costs and savings decide whether it will be used after the project.',
    },
  }),
  step(2, 'Team', '2-team', {
    team: {
      title: 'People, roles and skills',
      files: ['2-team/team.yaml'],
      why: 'Somebody must read films, know PACS and network, program, and count.',
    },
    approvals: {
      title: 'Approvals',
      files: ['2-team/approvals.csv'],
      why: 'Ethics, data protection and the board say yes before the first image.',
      check: 'rows',
    },
  }),
  step(3, 'Data', '3-data', {
    sources: {
      title: 'Sources and legal basis',
      files: ['3-data/sources.yaml'],
      why: 'A model knows only what its sources show, and may use only what is allowed.',
    },
    deid: {
      title: 'De-identification',
      files: ['3-data/deid.yaml'],
      why: 'Identities go out of files and pixels before anybody works with them.',
    },
    images: {
      title: 'Images',
      files: [layout.images],
      why: 'The index says which images there are, of which patient and device.',
      command: 'import',
      check: 'images',
    },
    protocol: {
      title: 'Labelling protocol',
      files: [layout.protocol],
      why: 'Readers agree only on what is written down.',
      check: 'protocol',
    },
    labels: {
      title: 'Labels',
      files: [layout.labels],
      why: 'The network learns what readers say, and no more.',
      command: 'import',
      check: 'labels',
    },
    split: {
      title: 'Split by patient',
      files: [layout.split, layout.splitLock],
      why: 'A patient in two parts makes every result too good.',
      command: 'split',
      check: 'split',
    },
    datasheet: {
      title: 'Datasheet',
      files: ['3-data/datasheet.md'],
      why: 'Others must know who is in the data, and who is missing.',
    },
  }),
  step(4, 'Kit', '4-kit', {
    kit: {
      title: 'Machines, software and storage',
      files: ['4-kit/kit.yaml'],
      why: 'Licences, backups and protection are cheaper before than after.',
    },
    environment: {
      title: 'Environment',
      files: ['4-kit/environment.lock'],
      why: 'Versions written down can be installed again.',
    },
  }),
  step(5, 'Network', '5-network', {
    experiments: {
      title: 'Experiments',
      files: [layout.experiments],
      why: 'What is trained and how stands in a file that can be compared.',
      check: 'experiments',
    },
    train: {
      title: 'A finished run',
      files: [layout.runs],
      why: 'A run with its record is the first answer to whether the data can be learned.',
      command: 'train',
      check: 'run',
    },
  }),
  step(6, 'Validation', '6-validation', {
    acceptance: {
      title: 'Acceptance criteria',
      files: ['6-validation/acceptance.yaml'],
      why: 'Criteria chosen after the result prove nothing.',
    },
    lock: {
      title: 'Lock',
      files: ['6-validation/lock.json'],
      why: 'Criteria, model and test part are hashed before the test is opened.',
    },
    results: {
      title: 'Results',
      files: ['6-validation/results.json'],
      why: 'The test part is opened once and every number has its interval.',
    },
    report: {
      title: 'Report',
      files: ['6-validation/report.md'],
      why: 'Others decide on it, so it says for whom the model is not shown.',
    },
  }),
  step(7, 'Governance', '7-governance', {
    risk: {
      title: 'Risks',
      files: ['7-governance/risk.csv'],
      why: 'Each way to hurt somebody needs something that stands against it.',
      check: 'rows',
    },
    monitor: {
      title: 'Monitoring',
      files: ['7-governance/monitor.yaml'],
      why: 'Models fail silently when devices or patients change.',
    },
    audit: {
      title: 'Audit log',
      files: ['7-governance/audit'],
      why: 'What happened and who did it must be provable later.',
      check: 'audit',
    },
    lists: {
      title: 'Lists of incidents and changes',
      files: ['7-governance/incidents.csv', '7-governance/changes.csv'],
      why: 'An incident without a list to write it in is forgotten.',
    },
  }),
];
