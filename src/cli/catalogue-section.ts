import { catalogue } from '../analytics/index.gen.ts';

/** The analytics and the questions they answer, for help. */
export const catalogueSection = (): string => {
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  const lines = catalogue.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`);
  return ['Analytics (for --only):', ...lines].join('\n');
};
