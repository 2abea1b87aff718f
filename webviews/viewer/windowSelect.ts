import { html, nothing, type TemplateResult } from 'lit';
import { windowPresets } from '../../src/core/viewer/windowPresets';
import { firstWindow } from './shownWindow';
import type { Shown, Viewer } from './viewer';
import type { WindowChoice } from './viewState';

type Option = { readonly name: string; readonly choice: WindowChoice };

/** All windows that can be chosen for a picture: the file's own, from the values, presets of its modality. */
export function windowOptions({ picture }: Shown): { readonly file: readonly Option[]; readonly presets: readonly Option[] } {
  if (picture === null) return { file: [], presets: [] };
  const { meaning, facts } = picture;
  const windows = meaning.windows.map(({ explanation, center, width }, index) => ({
    name: explanation || `File: ${rounded(center)} / ${rounded(width)}`,
    choice: { kind: 'file', index } as const,
  }));
  const tables = meaning.tables.map(({ explanation }, index) => ({
    name: explanation || `Table ${index + 1}`,
    choice: { kind: 'table', index } as const,
  }));
  const presets = windowPresets(facts.modality, meaning.unit).map(({ name, center, width }) => ({
    name,
    choice: { kind: 'own', name, center, width, shape: 'LINEAR' } as const,
  }));
  return { file: [...windows, ...tables], presets };
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

/** Tells choices apart; the same number for the same choice. */
function idOf(choice: WindowChoice | null): string {
  if (choice === null || choice.kind === 'auto') return choice?.kind ?? '';
  return choice.kind === 'own' ? `own ${choice.name}` : `${choice.kind} ${choice.index}`;
}

const option = (now: string, name: string, choice: WindowChoice): TemplateResult =>
  html`<option value=${JSON.stringify(choice)} ?selected=${now === idOf(choice)}>${name}</option>`;

/** A box to choose the window from; nothing for colour. */
export function windowSelect(viewer: Viewer, shown: Shown): TemplateResult | typeof nothing {
  if (shown.picture === null || shown.picture.frame.samples === 3) return nothing;
  const { file, presets } = windowOptions(shown);
  const choice = shown.state.look.window ?? firstWindow(shown.picture);
  const now = idOf(choice);
  const choose = (event: Event) => viewer.look({ window: JSON.parse((event.target as HTMLSelectElement).value) as WindowChoice });
  const dragged = choice?.kind === 'own' && choice.name === '' ? option(now, 'Own', choice) : nothing;
  const group = (label: string, options: readonly Option[]) =>
    options.length === 0
      ? nothing
      : html`<optgroup label=${label}>${options.map(({ name, choice }) => option(now, name, choice))}</optgroup>`;
  return html`<select aria-label="Window" title="Window" tabindex="-1" .value=${JSON.stringify(choice)} @change=${choose}>
    ${dragged} ${group("The file's", file)} ${option(now, 'From the values', { kind: 'auto' })} ${group('Presets', presets)}
  </select>`;
}
