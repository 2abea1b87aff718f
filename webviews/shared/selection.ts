/** Which entries of a long list are chosen and which one has the focus; a place is one in the order shown, a row one in the table. */
export class Selection {
  #rows: Uint32Array = new Uint32Array();
  #chosen = new Set<number>();
  #anchor = -1;
  #focusRow = -1;
  #focus = -1;

  /** The place of the entry in focus, -1 where there is none. */
  get focus(): number {
    return this.#focus;
  }

  /** The row of the entry in focus, -1 where there is none; it stays while the entry is filtered out. */
  get focusRow(): number {
    return this.#focusRow;
  }

  get size(): number {
    return this.#chosen.size;
  }

  /** The chosen rows in the order shown. */
  get rows(): readonly number[] {
    return [...this.#rows].filter((row) => this.#chosen.has(row));
  }

  has(row: number): boolean {
    return this.#chosen.has(row);
  }

  /** Takes over another order; what it lacks is no longer chosen. */
  order(rows: Uint32Array): void {
    this.#rows = rows;
    this.#anchor = -1;
    this.#focus = rows.indexOf(this.#focusRow);
    if (this.#chosen.size > 0) this.#chosen = new Set(rows.filter((row) => this.#chosen.has(row)));
  }

  /** Chooses rows of the table that an earlier page had chosen. */
  restore(focusRow: number, rows: readonly number[]): void {
    this.#focusRow = focusRow;
    this.#chosen = new Set(rows);
  }

  only(place: number): void {
    this.#chosen = new Set([this.#rows[place] ?? -1]);
    this.#setFocus(place);
    this.#anchor = place;
  }

  move(place: number): void {
    this.#setFocus(place);
    this.#anchor = place;
  }

  toggle(place: number): void {
    const row = this.#rows[place];
    if (row === undefined) return;
    if (!this.#chosen.delete(row)) this.#chosen.add(row);
    this.#setFocus(place);
    this.#anchor = place;
  }

  /** Chooses all from where the last choice was to here. */
  extend(place: number): void {
    if (this.#anchor < 0) this.#anchor = Math.max(0, this.#focus);
    const [from, to] = this.#anchor < place ? [this.#anchor, place] : [place, this.#anchor];
    this.#chosen = new Set(this.#rows.subarray(from, to + 1));
    this.#setFocus(place);
  }

  all(): void {
    this.#chosen = new Set(this.#rows);
  }

  clear(): void {
    this.#chosen = new Set();
  }

  /** The rows that Enter opens: the chosen ones, else the one in focus. */
  wanted(): readonly number[] {
    if (this.#chosen.size > 0) return this.rows;
    return this.#focusRow < 0 ? [] : [this.#focusRow];
  }

  #setFocus(place: number): void {
    this.#focus = place;
    this.#focusRow = this.#rows[place] ?? -1;
  }
}
