import { kebab } from './option.ts';
import { optionSpecs } from './options.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const inFile = optionSpecs.filter(
  ([, { flagOnly, notInFile }]) => flagOnly !== true && notInFile !== true,
);

/** Keys of a configuration file. */
export const configKeys: readonly string[] = inFile.map(([name]) => kebab(name));

/** The published JSON Schema of a configuration file (draft 2020-12). */
export const configJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://tonearm.dev/schemas/config.schema.json',
  title: 'Tonearm configuration',
  description: 'Defaults for the options of the command line; each key is the name of a flag.',
  type: 'object',
  properties: {
    $schema: { type: 'string', description: 'for editors' },
    ...Object.fromEntries(
      inFile.map(([name, { type, description, default: fallback }]) => [
        kebab(name),
        {
          description,
          ...type.schema,
          ...(fallback === undefined
            ? {}
            : { default: Array.isArray(fallback) ? fallback : type.show(fallback) }),
        },
      ]),
    ),
  },
  additionalProperties: false,
});
