/**
 * Something that the user or the host can put right. The message is all that is shown: it says what is wrong
 * and what to do. Ends the program with exit code 2.
 */
export class UserError extends Error {
  override name = 'UserError';
}
