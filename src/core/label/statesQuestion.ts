/** What `radsteps label-states` is asked, one JSON object a line: the states of the named images, of all without names. */
export type StatesQuestion = { readonly id: number; readonly images?: readonly string[] };
