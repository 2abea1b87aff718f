/**
 * What `radsteps label-states` is asked, one JSON object a line: the states of the named images (of all without names), or which image a file of
 * this machine belongs to.
 */
export type StatesQuestion = { readonly id: number } & ({ readonly images?: readonly string[] } | { readonly file: string });
