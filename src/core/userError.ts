/** A full sentence for the user: which file or argument, what is wrong, what to do; shown as it is, never with a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
