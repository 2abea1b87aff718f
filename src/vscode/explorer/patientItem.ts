import * as vscode from 'vscode';
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

/** An image as the tree shows it; clicking opens the viewer, whatever its files are called. */
export function imageItem({ image, words }: ImageEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(image);
  item.id = `image ${image}`;
  item.description = words;
  item.iconPath = new vscode.ThemeIcon('file-media');
  item.contextValue = 'image';
  item.command = { command: 'radsteps.viewer.openImage', title: 'Open Image', arguments: [{ image }] };
  item.accessibilityInformation = { label: `Image ${image}, ${words}` };
  return item;
}

/** What the tree doesn't list. */
export function moreItem(patients: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${patients.toLocaleString('en-US')} more patients`);
  item.tooltip = '3-data/images.csv lists them all.';
  return item;
}
