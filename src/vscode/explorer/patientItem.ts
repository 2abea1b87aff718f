import * as vscode from 'vscode';
import { type ImageLabelState, stateLines } from '../../core/label/imageLabelState';
import { imageUri } from '../imageUri';
import type { ImageEntry, PatientEntry } from './patientList';

const counted = (count: number): string => (count === 1 ? '1 image' : `${count} images`);

/** A patient as the tree shows it. */
export function patientItem({ patient, images }: PatientEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(patient, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `patient ${patient}`;
  item.description = counted(images.length);
  item.iconPath = new vscode.ThemeIcon('person');
  item.accessibilityInformation = { label: `Patient ${patient}, ${item.description}` };
  return item;
}

/** An image as the tree shows it, with the state of its labels as decoration; clicking opens the viewer, whatever its files are called. */
export function imageItem({ image, words }: ImageEntry, state: ImageLabelState | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(image);
  item.id = `image ${image}`;
  item.description = words;
  const lines = state === undefined ? [] : stateLines(state);
  item.resourceUri = imageUri(image);
  item.tooltip = [image, words, ...lines].filter((line) => line !== '').join('\n');
  item.iconPath = new vscode.ThemeIcon('file-media');
  item.contextValue = 'image';
  item.command = { command: 'radsteps.viewer.openImage', title: 'Open Image', arguments: [{ image }] };
  item.accessibilityInformation = {
    label: [`Image ${image}`, words, state?.state ?? '', ...lines].filter((line) => line !== '').join(', '),
  };
  return item;
}

/** What the tree doesn't list. */
export function moreItem(patients: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${patients.toLocaleString('en-US')} more patients`);
  item.tooltip = '3-data/images.csv lists them all.';
  return item;
}
