import { describeRule, fieldRules, type Rule } from './rule.ts';

const typeOf = (rule: Rule): string => (rule.kind === 'integer' ? 'integer' : 'string');

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The fields of the event as a Markdown table. */
export const fieldTable = (): string => {
  const rows = fieldRules.map((rule) => {
    const must =
      rule.kind === 'pattern' ? `text that matches \`${rule.pattern}\`` : describeRule(rule);
    const cells = [
      `\`${rule.name}\``,
      typeOf(rule),
      rule.required ? 'yes' : 'no',
      must,
      rule.description,
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [
    '| field | type | required | rule | meaning |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
};
