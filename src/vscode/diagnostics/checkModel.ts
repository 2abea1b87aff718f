import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/check/finding';
import type { CheckReport } from '../../node/check/checkProject';
import { signalOf } from '../cli';
import { progressText } from '../cliProgress';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { findingDiagnostic } from './findingDiagnostic';
import { UnsavedFindings } from './unsavedFindings';

/** What the last check found, in numbers, with the worst findings in words. */
export type FoundReport = {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly worst: readonly Pick<Finding, 'severity' | 'message' | 'file' | 'line'>[];
  /** Why it could not be checked, as a sentence; '' where it was. */
  readonly failure: string;
};

/** Findings that a report names. */
const mostNamed = 4;

/** Milliseconds between two checks: an import or a checkout changes files for a while. */
const restMs = 1500;

/** What `radsteps check` finds in the window's project, in the Problems panel: checked by a process after changes, texts that are not saved yet while they are typed. Nothing in Restricted Mode. */
export class CheckModel implements vscode.Disposable {
  readonly #services: Services;
  readonly #disposables = new Disposables();
  readonly #collection = this.#disposables.add(vscode.languages.createDiagnosticCollection('radsteps'));
  readonly #work = this.#disposables.add(restingWork(() => this.#check(), restMs));
  readonly #unsaved: UnsavedFindings;
  #root: string | null = null;
  #findings: readonly Finding[] = [];
  #byUri = new Map<string, Finding[]>();
  #looking: Promise<void> | undefined;
  #failure = '';
  #first = firstTime();

  constructor(services: Services) {
    this.#services = services;
    const { project, changes } = services;
    this.#unsaved = this.#disposables.add(new UnsavedFindings(services));
    this.#disposables.add(this.#unsaved.onDidChange(() => this.#draw()));
    this.#disposables.add(project.onDidChange(() => this.#begin()));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#begin()));
    this.#disposables.add(changes.onDidChange(({ steps, git }) => (steps || git) && this.#work.note()));
    if (project.current !== null) this.#begin();
  }

  /** The findings of a file. */
  of(uri: vscode.Uri): readonly Finding[] {
    return this.#byUri.get(uri.toString()) ?? [];
  }

  /** A finding by its id; undefined where it is no more. */
  find(id: string): Finding | undefined {
    return [...this.#byUri.values()].flat().find((finding) => finding.id === id);
  }

  /** What the last check found; waits for the first one. Null without a project, and in Restricted Mode. */
  async report(): Promise<FoundReport | null> {
    if (this.#services.project.current === null || !vscode.workspace.isTrusted) return null;
    await this.#first.done;
    const count = (wanted: Severity): number => this.#findings.filter(({ severity }) => severity === wanted).length;
    const named = this.#findings.slice(0, mostNamed);
    return {
      counts: { error: count('error'), warning: count('warning'), information: count('information') },
      worst: named.map(({ severity, message, file, line }) => ({ severity, message, file, line })),
      failure: this.#failure,
    };
  }

  /** Checks soon. */
  note(): void {
    this.#work.note();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #begin(): void {
    // Whoever waits hears of the project that is there now.
    this.#first.end();
    this.#first = firstTime();
    this.#show(null, []);
    this.#work.note();
  }

  async #check(): Promise<void> {
    const root = this.#services.project.current;
    if (root === null || !vscode.workspace.isTrusted) return;
    try {
      const report = await this.#ask(root, ['--cached']);
      if (root !== this.#services.project.current) return;
      this.#failure = '';
      this.#show(root, report.findings);
      if (report.unseen > 0) this.#looking ??= this.#look(root).finally(() => (this.#looking = undefined));
    } catch (error) {
      // The steps say what is wrong with the project itself; the next change checks again.
      this.#failure = describeFailure(this.#services.log, 'check the project', error) ?? '';
    }
    this.#first.end();
  }

  /** Compares the images that no check has seen yet, which takes a while for many; the next check shows what it found. */
  async #look(root: string): Promise<void> {
    const options = { location: vscode.ProgressLocation.Window, title: 'RadSteps' };
    try {
      await vscode.window.withProgress(options, (progress, token) =>
        this.#services.cli(['-C', root, 'check'], {
          cwd: root,
          signal: signalOf(token),
          onEvent: (event) => {
            if (event.event === 'progress') progress.report({ message: progressText(event) });
          },
        }),
      );
      this.#work.note();
    } catch (error) {
      describeFailure(this.#services.log, 'compare the images', error);
    }
  }

  async #ask(root: string, more: readonly string[]): Promise<CheckReport> {
    return (await this.#services.cli(['-C', root, 'check', ...more], { cwd: root })) as CheckReport;
  }

  #show(root: string | null, findings: readonly Finding[]): void {
    this.#root = root;
    this.#findings = root === null ? [] : findings;
    this.#unsaved.forgetSaved();
    this.#draw();
  }

  /** What is invalid in a text that is being typed takes the place of what is invalid in its file. */
  #draw(): void {
    this.#byUri = new Map();
    for (const finding of this.#findings) {
      const uri = vscode.Uri.joinPath(vscode.Uri.file(this.#root ?? ''), finding.file).toString();
      if (finding.code === 'invalid-file' && this.#unsaved.all.has(uri)) continue;
      this.#byUri.set(uri, [...(this.#byUri.get(uri) ?? []), finding]);
    }
    for (const [uri, found] of this.#root === null ? [] : this.#unsaved.all)
      this.#byUri.set(uri, [...(this.#byUri.get(uri) ?? []), ...found]);
    this.#collection.clear();
    this.#collection.set([...this.#byUri].map(([uri, list]) => [vscode.Uri.parse(uri), list.map(findingDiagnostic)]));
  }
}

/** Something to wait for that has not happened yet. */
function firstTime(): { readonly done: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end: () => end() };
}
