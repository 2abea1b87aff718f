import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { projectPages } from '../projectPages';
import type { Services } from '../services';
import { serveGallery } from './galleryPanel';

const viewType = 'radsteps.gallery';

/** Registers "Show Dataset", and the gallery's return after a reload of the window. */
export function registerGallery(services: Services): vscode.Disposable {
  const pages = projectPages(services, { viewType, title: 'Dataset', icon: 'gallery', serve: serveGallery });
  return vscode.Disposable.from(
    pages,
    registerFailableCommand(services.log, 'radsteps.gallery.show', 'show the dataset', () => pages.show()),
  );
}
