import type { HistoryRow, HistoryTable } from '../../src/core/experiment/historyTable';
import { parseRunFilter, type RunFilter } from '../../src/core/experiment/runFilter';
import { editNotes, type NotesEdit } from '../../src/core/experiment/runNotes';
import { changedSettings, type OwnSetting, type SettingBase, varyingSettings } from '../../src/core/experiment/settingBase';
import { unpackHistory } from '../../src/core/experiment/unpackHistory';
import { type Arranged, arrange } from './arrange';
import { type Column, columnsOf, shownColumns } from './columns';
import { columnWidths } from './columnWidths';
import type { Look } from './look';

const noFilter: RunFilter = { test: () => true, keys: [] };

/** The base that a look names. */
const baseOf = (base: string): SettingBase => (base === 'common' || base === 'defaults' || base === 'experiment' ? base : { run: base });

/** Runs, columns and order as one look wants them; what does not depend on a change of the look is made once. */
export class HistoryModel {
  #table: HistoryTable = { texts: [], metrics: [], runs: [], groups: {}, problems: [] };
  #rows: readonly HistoryRow[] = [];
  #columns: readonly Column[] = [];
  #changed: (row: HistoryRow) => readonly OwnSetting[] = () => [];
  #filterKeys: readonly string[] = [];
  #filter = noFilter;
  /** What is wrong with the filter that is typed; '' where nothing is. The one before then still holds. */
  problem = '';

  get rows(): readonly HistoryRow[] {
    return this.#rows;
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  get groups(): HistoryTable['groups'] {
    return this.#table.groups;
  }

  get problems(): readonly string[] {
    return this.#table.problems;
  }

  /** Names that a filter can begin with here. */
  get filterKeys(): readonly string[] {
    return this.#filterKeys;
  }

  /** Tags of all runs, sorted. */
  get tags(): readonly string[] {
    return [...new Set(this.#rows.flatMap(({ notes }) => notes.tags))].toSorted();
  }

  /** Takes over a table as it came, as JSON. */
  take(json: string, look: Look): void {
    this.#table = JSON.parse(json) as HistoryTable;
    this.#rows = unpackHistory(this.#table);
    // They are unpacked now.
    this.#table = { ...this.#table, runs: [] };
    const metrics = this.#table.metrics.map(({ name }) => name);
    const common = ['state', 'experiment', 'author', 'starred', 'tag', 'created', 'seconds', 'branch'];
    this.#filterKeys = [...new Set([...metrics, ...varyingSettings(this.#rows), ...common])];
    this.rebase(look);
    this.filter(look.filter);
  }

  /** Makes the columns anew for another base, or for all branches. */
  rebase({ base, all }: Pick<Look, 'base' | 'all'>): void {
    const tell = changedSettings(this.#rows, baseOf(base));
    const known = new Map<HistoryRow, readonly OwnSetting[]>();
    this.#changed = (row) => {
      const found = known.get(row) ?? tell(row);
      known.set(row, found);
      return found;
    };
    this.#columns = columnsOf(this.#rows, this.#table.metrics, this.#changed, all);
  }

  changed(row: HistoryRow): readonly OwnSetting[] {
    return this.#changed(row);
  }

  /** Reads a filter; one that is wrong says so in `problem`, and the one before holds. */
  filter(text: string): void {
    try {
      this.#filter = parseRunFilter(
        text,
        this.#table.metrics.map(({ name }) => name),
      );
      this.problem = '';
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  arrange(look: Look): Arranged {
    const column = this.#columns.find(({ id }) => id === look.sort);
    return arrange(this.#rows, { ...look, test: this.#filter.test, column });
  }

  /** The shown columns and their widths in CSS pixels. */
  shown(look: Look): { readonly columns: readonly Column[]; readonly widths: readonly number[] } {
    const columns = shownColumns(this.#columns, look.columns);
    return { columns, widths: columnWidths(columns, this.#rows) };
  }

  /** The places of runs by their names; unknown ones are left out. */
  placesOf(runs: readonly string[]): readonly number[] {
    const wanted = new Set(runs);
    return this.#rows.flatMap(({ listing }, place) => (wanted.has(listing.run) ? [place] : []));
  }

  /** Changes the notes of runs at once; the files follow. Throws UserError for a tag that is no word. */
  edit(runs: readonly string[], edit: NotesEdit): void {
    const wanted = new Set(runs);
    this.#rows = this.#rows.map((row) => (wanted.has(row.listing.run) ? { ...row, notes: editNotes(row.notes, edit) } : row));
  }
}
