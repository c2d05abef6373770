export { codeOf, messageOf } from '../kernel/errors.ts';

/** Something a person has to put right: printed as one sentence, without a stack, exit status 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
