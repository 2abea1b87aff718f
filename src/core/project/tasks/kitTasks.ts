import type { TaskTexts } from './task';

/** Step 4: with what the work is done. */
export const kitTasks: TaskTexts = {
  kit: {
    title: 'Machines, software and storage',
    files: ['4-kit/kit.yaml'],
    roles: ['it', 'developer'],
    why: 'Licences, backups and protection are cheaper before than after.',
    guidance: {
      what: 'List machines, software with licences, where images lie and who backs them up, who may log in, and on which screens labels are read. `radsteps kit --save <name>` fills in this machine.',
      example: 'Images on //archive/research, read by three people, copied every night; a restore was tried in May.',
      pitfalls: ['A backup that nobody ever restored.', 'A licence that forbids use on patients.'],
    },
  },
  environment: {
    title: 'Environment',
    files: ['4-kit/environment.lock'],
    roles: ['developer'],
    why: 'Versions written down can be installed again.',
    guidance: {
      what: 'The versions with which the project was begun. Every run records its own.',
      example: 'radsteps 0.1.0, node 22.1.0, linux x64',
      pitfalls: ['Updating everything the day before the test.'],
    },
  },
};
