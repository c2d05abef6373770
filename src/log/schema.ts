import { z } from 'zod';
import { LogEvent, requiredFields } from './event.ts';

/** The log's line as JSON Schema (draft 2020-12). Open: later versions may add fields. */
export function logJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(LogEvent, {
    io: 'input',
    // Readonly is about our types, not about the line.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return {
    $schema,
    title: 'One line of the Egress Filter log',
    ...schema,
    allOf: Object.entries(requiredFields).map(([type, required]) => ({
      if: { properties: { type: { const: type } } },
      // biome-ignore lint/suspicious/noThenProperty: `then` is the JSON Schema keyword.
      then: { required },
    })),
  };
}
