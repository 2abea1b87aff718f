import { layout } from '../../core/project/layout';

/** Where a table of predictions goes, relative to the project: git ignores it, so that it may name files; its name sorts by run, then by time (UTC). */
export function predictionsFile(run: string, moment: Date): string {
  const [day = '', time = ''] = moment.toISOString().split('T');
  return `${layout.predictions}/${run}-${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}.csv`;
}

/** The end of a prediction in words. */
export function describePrediction({ predicted, problems }: { readonly predicted: number; readonly problems: number }): string {
  const unread = problems === 0 ? '' : `, ${problems} could not be read`;
  return `${predicted} ${predicted === 1 ? 'image' : 'images'} predicted${unread}.`;
}
