import { expect, it } from 'vitest';
import { variableOf } from '../pipeline/config/option.ts';
import { optionSpecs } from '../pipeline/config/options.ts';
import { commands } from './commands.ts';
import { flagTerm } from './option-words.ts';
import { cliReference } from './reference.ts';

it('names every command, flag and variable', () => {
  const page = cliReference();
  for (const { name } of commands) expect(page).toContain(`\n## tonearm ${name}\n`);
  for (const [name, spec] of optionSpecs) {
    if (spec.secret !== true) expect(page).toContain(`| \`${flagTerm(name, spec)}\` |`);
    if (spec.flagOnly !== true) expect(page).toContain(`\`${variableOf(name)}\``);
  }
});
