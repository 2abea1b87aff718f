import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { ViewerCommand } from '../../protocol/viewer';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage } from '../imagePage';
import type { Services } from '../services';
import type { OpenViewers } from './openViewers';
import { SeriesFinder } from './seriesFinder';
import { ViewerPanel, type ViewerParts } from './viewerPanel';
import { pictureType, viewerType } from './viewerType';

/** Registers the viewer: its editors, and the commands that open files in it or speak to the one in front. */
export function registerViewer(services: Services, viewers: OpenViewers): vscode.Disposable & { readonly page: ImagePage } {
  const all = new Disposables();
  const finder = all.add(new SeriesFinder(services));
  const parts: ViewerParts = { services, viewers, finder };
  for (const type of [viewerType, pictureType]) all.add(registerEditor(parts, type));
  registerOpening(all, parts);
  registerPageCommands(all, parts);
  const page: ImagePage = { show: (file, image, panel, companion) => new ViewerPanel(parts, file, panel, { image, companion }).start() };
  return { dispose: () => all.dispose(), page };
}

function registerEditor(parts: ViewerParts, type: string): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, panel) => new ViewerPanel(parts, uri, panel).start(),
  };
  return vscode.window.registerCustomEditorProvider(type, provider, { supportsMultipleEditorsPerDocument: true });
}

function registerOpening(all: Disposables, parts: ViewerParts): void {
  const { log } = parts.services;
  all.add(
    registerFailableCommand(log, 'radsteps.viewer.open', 'open the image', async (uri?: vscode.Uri, selected?: readonly vscode.Uri[]) =>
      (await import('./openInViewer')).openInViewer(parts, uri, selected),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.viewer.openImage', 'open the image', async (wanted?: { readonly image?: string }) =>
      (await import('./openImages')).openImage(parts, wanted ?? {}),
    ),
  );
  all.add(
    registerFailableCommand(
      log,
      'radsteps.viewer.openImages',
      'open the images',
      async (wanted?: { readonly images?: readonly string[] }) => (await import('./openImages')).openImages(parts, wanted ?? {}),
    ),
  );
}

/** The commands of the page that is in front; the page itself has keys and buttons for them, too. */
function registerPageCommands(all: Disposables, { services, viewers }: ViewerParts): void {
  const command = (id: string, name: ViewerCommand): void => {
    all.add(
      registerFailableCommand(services.log, id, 'tell the viewer', () => {
        if (!viewers.command(name)) throw new UserError('No image is open in the RadSteps viewer.');
      }),
    );
  };
  command('radsteps.viewer.toggleIdentifiers', 'toggleIdentifiers');
  command('radsteps.viewer.toggleHeader', 'toggleHeader');
  command('radsteps.viewer.togglePlanes', 'togglePlanes');
  command('radsteps.viewer.toggleCine', 'toggleCine');
  command('radsteps.viewer.toggleLink', 'toggleLink');
  command('radsteps.viewer.toggleInvert', 'toggleInvert');
  command('radsteps.viewer.fit', 'fit');
  command('radsteps.viewer.actualSize', 'actualSize');
  command('radsteps.viewer.rotate', 'rotate');
  command('radsteps.viewer.flipHorizontally', 'flipHorizontally');
  command('radsteps.viewer.flipVertically', 'flipVertically');
  command('radsteps.viewer.autoWindow', 'autoWindow');
  command('radsteps.viewer.resetView', 'resetView');
  command('radsteps.viewer.nextImage', 'nextImage');
  command('radsteps.viewer.previousImage', 'previousImage');
}
