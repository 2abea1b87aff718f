/** Returns a function that takes text in pieces as it arrives and calls `line` for each whole line; call it with null at the end for the rest. */
export function lineSplitter(line: (text: string) => void): (piece: string | null) => void {
  let rest = '';
  return (piece) => {
    if (piece === null) {
      if (rest !== '') line(rest);
      rest = '';
      return;
    }
    // A line of megabytes comes in many pieces: looking for its end in all of it each time would take long.
    if (!piece.includes('\n')) {
      rest += piece;
      return;
    }
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) if (text !== '') line(text);
  };
}
