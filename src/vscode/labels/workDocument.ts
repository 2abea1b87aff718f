import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { endOfList } from '../../core/label/endOfList';
import { type ImageState, imageState, median } from '../../core/label/labelProgress';
import { nextOpen } from '../../core/label/workList';
import { formatWorkList, parseWorkList, type WorkList } from '../../core/label/workListText';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../../node/files/writeBeside';
import { instancesOfImage } from '../../node/series/imageFiles';
import type { WorkPlace } from '../../protocol/labelWork';
import { Disposables } from '../disposables';
import { backUpLabels } from './backUpLabels';
import { LabelDocument } from './labelDocument';
import type { LabelDocuments } from './labelDocuments';
import { makeFinal } from './labelStatus';
import { nearestImage, type WorkImage } from './nearestImage';

/** Labels that stay in memory, so that their steps can be undone. */
const mostLabels = 200;

/** Why a label that is open in an editor of its own is not edited in the list as well. */
const lent = 'This label is open in an editor of its own: close that to go on here.';

/** What the list asks of its surroundings: `isEnding` tells whether the window ends. */
export type WorkHooks = { readonly saved: (label: LabelDocument) => Promise<void>; readonly isEnding: () => boolean };

/** A step that can be undone, or that a label is not as it was saved. */
export type WorkStepped = vscode.CustomDocumentEditEvent<WorkDocument> | vscode.CustomDocumentContentChangeEvent<WorkDocument>;

/** A reader's way through a list of images: one label at a time is shown and edited, each saved in its own file before the next one comes. */
export class WorkDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly root: string;
  readonly #documents: LabelDocuments;
  readonly #hooks: WorkHooks;
  readonly #disposables = new Disposables();
  readonly #stepped = this.#disposables.add(new vscode.EventEmitter<WorkStepped>());
  readonly #shown = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #placed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #labels = new Map<string, LabelDocument>();
  readonly #states = new Map<string, ImageState>();
  #areStatesKnown = false;
  #list: WorkList;
  #current: LabelDocument;
  #image: WorkImage;
  #isLent: boolean;
  /** Changes of the image follow one another. */
  #moving: Promise<void> = Promise.resolve();

  readonly #closed = new vscode.EventEmitter<void>();

  readonly onDidDispose = this.#closed.event;
  readonly onDidStep = this.#stepped.event;
  /** Another label is shown. */
  readonly onDidShow = this.#shown.event;
  /** The place in the list, or what is known of it, is another one. */
  readonly onDidPlace = this.#placed.event;

  /** Opens a work list's file at the image where its reader left it; throws UserError where it is none, or none of its images lies on this machine. */
  static async open(uri: vscode.Uri, documents: LabelDocuments, hooks: WorkHooks): Promise<WorkDocument> {
    const root = join(dirname(uri.fsPath), '..', '..');
    const list = parseWorkList(await readFile(uri.fsPath, 'utf8'));
    const image = await nearestImage(root, list.images, list.images.indexOf(list.at), 1);
    if (image === null)
      throw new UserError(
        'None of the images of this list is known on this machine: import the folder in which they lie, then open the list again.',
      );
    const isLent = documents.of(labelUri(root, list.reader, image.image).toString()) !== undefined;
    await documents.closed();
    const current = await LabelDocument.open(labelUri(root, list.reader, image.image), undefined, hooks.isEnding);
    return new WorkDocument(uri, root, documents, hooks, { ...list, at: image.image }, current, image, isLent);
  }

  private constructor(
    uri: vscode.Uri,
    root: string,
    documents: LabelDocuments,
    hooks: WorkHooks,
    list: WorkList,
    current: LabelDocument,
    image: WorkImage,
    isLent: boolean,
  ) {
    [this.uri, this.root, this.#documents, this.#hooks, this.#list] = [uri, root, documents, hooks, list];
    [this.#current, this.#image, this.#isLent] = [current, image, isLent];
    this.#take(current);
  }

  /** The label that is shown. */
  get current(): LabelDocument {
    return this.#current;
  }

  /** The image that is shown, with its files. */
  get image(): WorkImage {
    return this.#image;
  }

  get reader(): string {
    return this.#list.reader;
  }

  /** Why the label that is shown can't be edited here, as a sentence; null where it can. */
  get lock(): string | null {
    return this.#isLent ? lent : null;
  }

  get place(): WorkPlace {
    const { images, at, words, finalAtOnce } = this.#list;
    const left = images.filter((image) => this.#isOpen(image)).length;
    const seconds = [...this.#labels.values()].flatMap(({ label }) => label.seconds ?? []);
    return {
      image: at,
      at: images.indexOf(at),
      count: images.length,
      left: this.#areStatesKnown ? left : null,
      words,
      finalAtOnce,
      medianSeconds: median(seconds),
    };
  }

  /** How far the reader was with the images when the list was opened. */
  setStates(states: Iterable<readonly [string, ImageState]>): void {
    for (const [image, state] of states) if (!this.#labels.has(image)) this.#states.set(image, state);
    this.#areStatesKnown = true;
    this.#placed.fire();
  }

  async setFinalAtOnce(finalAtOnce: boolean): Promise<void> {
    this.#list = { ...this.#list, finalAtOnce };
    await this.#keepList();
    this.#placed.fire();
  }

  /** Saves the label and shows another one; throws UserError, and stays, where it can't be saved, made final, or there is none. */
  goOn(way: 'next' | 'previous' | 'open'): Promise<void> {
    return this.#move(async () => {
      const { images, at, finalAtOnce } = this.#list;
      if (way !== 'previous' && finalAtOnce && this.lock === null) await makeFinal(this.#current);
      await this.save();
      const from = images.indexOf(at);
      const found =
        way === 'open'
          ? await this.#nextOpen()
          : await nearestImage(this.root, images, way === 'next' ? from + 1 : from - 1, way === 'next' ? 1 : -1);
      if (found === null) throw new UserError(endOfList(way, images.length, images.filter((image) => this.#isOpen(image)).length));
      await this.#show(found);
    });
  }

  /** The image that would come next; null at the end. */
  next(): Promise<WorkImage | null> {
    const { images, at } = this.#list;
    return nearestImage(this.root, images, images.indexOf(at) + 1, 1);
  }

  /** Saves every label that was changed here; throws UserError at the first that can't be. */
  async save(): Promise<void> {
    for (const label of this.#labels.values()) if (label.isDirty) await label.save();
    this.#noteState();
  }

  async revert(): Promise<void> {
    for (const label of this.#labels.values()) if (label.isDirty) await label.revert();
  }

  /** VS Code's hot exit: the labels' journals have every edit, and bring them back. */
  backup({ destination }: vscode.CustomDocumentBackupContext): Promise<vscode.CustomDocumentBackup> {
    return backUpLabels([...this.#labels.values()], destination);
  }

  /** An editor of its own is about to open a label: it is saved here and let go of. */
  async lend(uri: string): Promise<void> {
    const label = [...this.#labels.values()].find((one) => one.uri.toString() === uri);
    if (label === undefined) return;
    await this.#move(async () => {
      if (label.isDirty) await label.save();
      if (label === this.#current) {
        this.#isLent = true;
        this.#shown.fire();
      } else this.#drop(label);
    });
  }

  /** The editor of its own is closed: the label is read anew. */
  async takeBack(uri: string): Promise<void> {
    if (!this.#isLent || this.#current.uri.toString() !== uri) return;
    await this.#move(async () => {
      await this.#current.lookAtFile();
      this.#isLent = false;
      this.#shown.fire();
    });
  }

  dispose(): void {
    for (const label of this.#labels.values()) label.dispose();
    this.#disposables.dispose();
    this.#closed.fire();
    this.#closed.dispose();
  }

  #move(work: () => Promise<void>): Promise<void> {
    const moved = this.#moving.then(work);
    this.#moving = moved.catch(() => undefined);
    return moved;
  }

  async #show(image: WorkImage): Promise<void> {
    const uri = labelUri(this.root, this.reader, image.image);
    const isLent = this.#documents.of(uri.toString()) !== undefined;
    const known = this.#labels.get(image.image);
    // Somebody may have changed the file since it was shown here.
    if (known?.isDirty === false) await known.lookAtFile();
    const label = known ?? (await this.#open(uri));
    if (known === undefined) this.#take(label);
    [this.#current, this.#image, this.#isLent] = [label, image, isLent];
    this.#list = { ...this.#list, at: image.image };
    this.#shown.fire();
    void this.#keepList().catch(() => undefined);
  }

  async #open(uri: vscode.Uri): Promise<LabelDocument> {
    await this.#documents.closed();
    return LabelDocument.open(uri, undefined, this.#hooks.isEnding);
  }

  #take(label: LabelDocument): void {
    const [oldest] = this.#labels.values();
    if (this.#labels.size >= mostLabels && oldest?.isDirty === false && oldest !== this.#current) this.#drop(oldest);
    this.#labels.set(label.place.image, label);
    this.#states.set(label.place.image, imageState(label.label));
    label.onDidChange(() => this.#noteState());
    label.onDidSave(() => void this.#hooks.saved(label));
    label.onDidStep((step) => this.#stepped.fire('undo' in step ? this.#stepOf(label, step) : { document: this }));
    label.show();
  }

  #stepOf(label: LabelDocument, { label: words, undo, redo }: vscode.CustomDocumentEditEvent<LabelDocument>): WorkStepped {
    return {
      document: this,
      ...(words === undefined ? {} : { label: words }),
      undo: () => this.#inImage(label, undo),
      redo: () => this.#inImage(label, redo),
    };
  }

  #drop(label: LabelDocument): void {
    this.#labels.delete(label.place.image);
    label.dispose();
  }

  /** What is undone is seen: its image comes back first. */
  #inImage(label: LabelDocument, act: () => void | Thenable<void>): Promise<void> {
    return this.#move(async () => {
      const { image } = label.place;
      if (this.#labels.get(image) !== label) throw new UserError(`The label of ${image} was opened elsewhere since: undo it there.`);
      if (label !== this.#current) {
        if (this.#current.isDirty) await this.#current.save();
        await this.#show({ image, files: await instancesOfImage(this.root, image) });
      }
      await act();
    });
  }

  #noteState(): void {
    const { image } = this.#current.place;
    const state = imageState(this.#current.label);
    if (this.#states.get(image) === state) return;
    this.#states.set(image, state);
    this.#placed.fire();
  }

  #isOpen(image: string): boolean {
    const state = this.#states.get(image) ?? 'none';
    return state === 'none' || (this.#list.finalAtOnce && state === 'draft');
  }

  async #nextOpen(): Promise<WorkImage | null> {
    const { images, at } = this.#list;
    const missing = new Set<string>();
    for (;;) {
      const image = nextOpen(images, at, (one) => one !== at && !missing.has(one) && this.#isOpen(one));
      if (image === null) return null;
      const files = await instancesOfImage(this.root, image);
      if (files.length > 0) return { image, files };
      missing.add(image);
    }
  }

  #keepList(): Promise<void> {
    return writeBeside(this.uri.fsPath, formatWorkList(this.#list), { flush: false });
  }
}

const labelUri = (root: string, reader: string, image: string): vscode.Uri => vscode.Uri.file(join(root, labelFile(reader, image)));
