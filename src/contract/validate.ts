/** The one place where documents read from disk are checked. */
import { Ajv } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { UserError } from './errors.ts';

/** Neither optimizes code nor checks schemas, which would take longer than all checks of a short run. */
export const ajv = new Ajv({
  allErrors: true,
  strict: false,
  code: { optimize: false },
  validateSchema: false,
});

/** Thrown for a document that does not have its schema's form. The message names the first faults. */
export class DocumentError extends UserError {
  override name = 'DocumentError';
}

/**
 * Returns `value` typed as the schema says.
 * @throws DocumentError naming `what` and up to three faults with their JSON pointers
 */
export function checked<T extends TSchema>(schema: T, value: unknown, what: string): Static<T> {
  const validate = ajv.compile(schema as object);
  if (validate(value)) return value as Static<T>;
  const faults = (validate.errors ?? []).slice(0, 3).map((e) => `${e.instancePath} ${e.message}`.trimStart());
  throw new DocumentError(
    `${what} is not a valid ${String((schema as { title?: string }).title ?? 'document')}: ${faults.join('; ')}`,
  );
}
