/** Under this reader's name stands what was decided where readers differed. */
export const consensusReader = 'consensus';
