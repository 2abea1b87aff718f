/** A full sentence for the user: which file or argument, what is wrong, what to do; shown as it is, never with a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** True where the words of the command themselves are wrong (exit code 2), not what they name. */
  readonly badUsage: boolean;

  constructor(message: string, options: ErrorOptions & { readonly badUsage?: boolean } = {}) {
    super(message, options);
    this.badUsage = options.badUsage === true;
  }
}
