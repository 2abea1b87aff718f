import '../../../webviews/shared/page.css';
import '../../../webviews/viewer/curve.css';
import type { CurveSource, CurveView } from '../../../webviews/viewer/curveGiven';
import { mountCurve } from '../../../webviews/viewer/curveView';
import { type SlicesContents, slicesOf } from '../../fixtures/slices';

/** What the test reads and does in the page. */
export type CurveTestPage = {
  readonly view: CurveView;
  /** What the view told, as name and JSON. */
  readonly told: [name: string, value: string][];
  /** Shows the slices of a stack as times. */
  readonly showTimes: (contents: SlicesContents, source?: Partial<CurveSource>) => Promise<void>;
};

const told: [string, string][] = [];
const root = document.createElement('div');
root.style.cssText = 'position:absolute;left:0;right:0;top:0;height:220px';
document.body.append(root);
const view = mountCurve(root, {
  limitBytes: 2 ** 24,
  onTime: (time) => void told.push(['time', JSON.stringify(time)]),
  copy: (text) => void told.push(['copy', text]),
});

function showTimes(contents: SlicesContents, source: Partial<CurveSource> = {}): Promise<void> {
  const frames = slicesOf(contents);
  const loadFrame = async (time: number) => {
    const frame = frames[time];
    if (frame === undefined) throw new Error('The file is damaged.');
    return frame;
  };
  return view.show({ times: frames.length, timesMs: [], loadFrame, ...source });
}

(globalThis as unknown as { curve: CurveTestPage }).curve = { view, told, showTimes };
