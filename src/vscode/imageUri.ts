import * as vscode from 'vscode';

/** Stands for an image of the project in trees, whose files may lie anywhere: it gets decorations, and nothing opens it. */
export const imageScheme = 'radsteps-image';

/** The address that stands for an image. */
export const imageUri = (image: string): vscode.Uri => vscode.Uri.from({ scheme: imageScheme, path: `/${image}` });
