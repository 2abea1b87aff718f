import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { ThumbnailWish } from '../../core/dataset/galleryEvent';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { ThumbnailMaker } from '../thumbnails/thumbnailMaker';
import { thumbnailQueue } from '../thumbnails/thumbnailQueue';
import type { CommandContext, CommandResult } from './context';

/** New thumbnails after which their number is looked at. */
const trimEvery = 2000;

/** `radsteps thumbnails`: makes the thumbnails that the editor wants, one JSON object a line, until its input ends; it gives way to all other work. */
export async function thumbnailsCommand({ folder, host, output }: CommandContext): Promise<CommandResult> {
  if (host.input === undefined) throw new UserError('"radsteps thumbnails" is for the editor, which asks it on standard input.');
  giveWay();
  const maker = new ThumbnailMaker(await findProject(folder));
  let made = 0;
  const queue = thumbnailQueue(
    (image, anew) => maker.make(image, anew),
    (thumbnail) => {
      output.event({ event: 'thumbnail', ...thumbnail }, null);
      made += 1;
      if (made % trimEvery === 0) void maker.trim();
    },
  );
  await maker.trim();
  for await (const line of createInterface({ input: host.input, signal: host.signal })) {
    const wish: ThumbnailWish = JSON.parse(line);
    if ('want' in wish) queue.want(wish.want);
    else if ('remake' in wish) queue.remake(wish.remake);
    else if ('also' in wish) maker.also(wish.also);
    else maker.reread();
  }
  queue.want([]);
  await queue.idle();
  return { result: { made }, text: '' };
}

function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A machine that forbids it makes thumbnails as it does everything else.
  }
}
