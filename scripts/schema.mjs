// Writes docs/log.schema.json from the zod schema. Node strips no types before 22.18, so the source is bundled in memory first.
import { writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const bundle = await rolldown({ input: 'src/log/schema.ts', platform: 'node', logLevel: 'warn' });
const { output } = await bundle.generate({ format: 'esm' });
const { logJsonSchema } = await import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
writeFileSync('docs/log.schema.json', `${JSON.stringify(logJsonSchema(), null, 2)}\n`);
