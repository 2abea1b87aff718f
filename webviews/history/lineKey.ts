/** What a key does in the table. */
export type TableMove =
  | { readonly kind: 'move' | 'extend'; readonly place: number }
  | { readonly kind: 'toggle' | 'open' | 'all' | 'clear' };

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** What a key does with the focus at `focus` (-1 where nothing has it) in a list to `last`; `page` is how many lines are seen. Null for other keys. */
export function lineKey({ key, shiftKey, ctrlKey, metaKey }: Key, focus: number, last: number, page: number): TableMove | null {
  if (key === ' ') return focus < 0 ? null : { kind: 'toggle' };
  if (key === 'Enter') return focus < 0 ? null : { kind: 'open' };
  if (key === 'Escape') return { kind: 'clear' };
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') return { kind: 'all' };
  const at = Math.max(0, focus);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: focus < 0 ? 0 : at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: last,
  };
  const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
  if (target === undefined || last < 0) return null;
  return { kind: shiftKey ? 'extend' : 'move', place: Math.min(last, Math.max(0, target)) };
}
