import * as vscode from 'vscode';
import type { TriageList } from '../../core/experiment/triageList';
import { type TriageState, type TriageStates, withState } from '../../core/experiment/triageStates';
import { UserError } from '../../core/userError';
import type { TriageLack, TriagePart, TriageSession, TriageSubject } from '../../protocol/triage';
import { progressText } from '../cliProgress';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { outsideFilms } from './outsideFilms';

type Sorted = { readonly list: TriageList; readonly files: Readonly<Record<string, string>> };

/** A page's list: sorted in a process, one at a time, with what its readers have said. */
export class TriageModel {
  readonly #services: Services;
  readonly #subject: TriageSubject;
  readonly #tell: (words: string) => void;
  #sorting: AbortController | undefined;
  #states: TriageStates = {};
  #files: Readonly<Record<string, string>> = {};
  #writing: Promise<unknown> = Promise.resolve();

  /** `tell` hears how far the sorting is. */
  constructor(services: Services, subject: TriageSubject, tell: (words: string) => void) {
    [this.#services, this.#subject, this.#tell] = [services, subject, tell];
  }

  /** The files of the last list's films, by their names. */
  get files(): Readonly<Record<string, string>> {
    return this.#files;
  }

  async open(part: TriagePart): Promise<TriageSession | TriageLack> {
    requireTrust('Sorting films by an alert');
    const lack = await this.#lack();
    if (lack !== null) return lack;
    if (part === 'test' && this.#subject.outside === '') await this.#confirmTest();
    const { list, files } = await this.#sort(part);
    const { readTriageStates } = await import('../../node/run/triageStates');
    const { states, problem } = await readTriageStates(this.#subject.project, this.#subject.run);
    [this.#states, this.#files] = [states, files];
    return { list, states, notes: problem === '' ? [] : [problem] };
  }

  /** Writes wait for one another, so that quick keys lose nothing. */
  async setState(study: string, state: TriageState | null): Promise<TriageStates> {
    this.#states = withState(this.#states, study, state, new Date().toISOString());
    const states = this.#states;
    const { writeTriageStates } = await import('../../node/run/triageStates');
    const written = this.#writing.catch(() => undefined).then(() => writeTriageStates(this.#subject.project, this.#subject.run, states));
    this.#writing = written;
    await written;
    return states;
  }

  /** Writes the list to a file. */
  async save(part: TriagePart, file: string): Promise<void> {
    const { cli } = this.#services;
    await cli([...this.#words(part), '--out', file], { cwd: this.#subject.project });
  }

  cancel(): void {
    this.#sorting?.abort();
  }

  #words(part: TriagePart): readonly string[] {
    const { project, run, outside } = this.#subject;
    const paths = outsideFilms(this.#services.context, outside);
    if (outside !== '' && paths.length === 0)
      throw new UserError('Which films this list was about is not known here any more: choose the folder again.');
    return ['-C', project, 'triage', run, ...paths, ...(outside === '' ? ['--part', part] : [])];
  }

  async #sort(part: TriagePart): Promise<Sorted> {
    const { cli } = this.#services;
    this.cancel();
    const own = new AbortController();
    this.#sorting = own;
    return (await cli([...this.#words(part), '--hide-names'], {
      cwd: this.#subject.project,
      signal: own.signal,
      onEvent: (event) => event.event === 'progress' && this.#sorting === own && this.#tell(progressText(event)),
    })) as Sorted;
  }

  async #lack(): Promise<TriageLack | null> {
    const { project, run, outside } = this.#subject;
    const { readImageTable } = await import('../../node/dataset/imageTableFile');
    const { rows } = await readImageTable(project);
    if (rows.length === 0 && run === '')
      return { lack: 'images', sentence: 'This project has no images yet: import the films that the alert is to learn from.' };
    const { readStoredSplit } = await import('../../node/dataset/readDataset');
    if ((run === '' || outside === '') && (await readStoredSplit(project)) === null)
      return {
        lack: 'split',
        sentence: 'The images are not split yet: an alert learns from one part and gets its threshold from another.',
      };
    if (run === '')
      return {
        lack: 'run',
        sentence: 'No run of two classes is there yet, such as one whose target is a category with no and yes: train the first one.',
      };
    return null;
  }

  /** Once a run and window: looking is what makes a test part useless for testing. */
  async #confirmTest(): Promise<void> {
    const { workspaceState } = this.#services.context;
    const key = `radsteps.triage.testOpened.${this.#subject.run}`;
    if (workspaceState.get<boolean>(key) === true) return;
    const detail =
      'Whatever is chosen or changed after looking at the test part, it tests no more. Look at it once, when nothing will change.';
    const open = 'Open Test Part';
    if ((await vscode.window.showWarningMessage('This counts as opening the test part.', { modal: true, detail }, open)) !== open)
      throw new UserError('The test part stays closed.');
    await workspaceState.update(key, true);
  }
}
