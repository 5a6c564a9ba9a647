/** A validator of SARIF 2.1.0, by the schema that an npm package has of it. */
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';

export function sarifValidator(): ValidateFunction {
  const require = createRequire(import.meta.url);
  // written for draft 4, of which nothing is used that later drafts changed
  const {
    $schema: _,
    id: __,
    ...schema
  } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
}
