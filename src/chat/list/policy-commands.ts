// What is said of a list's policy: read it, write another, have it read, put it in force.
import { type PolicyKey, policyKeys } from '../../domain/policy/presets.ts';
import { type Command, define } from '../grammar/command.ts';
import { type PolicyFieldKey, policyFieldKeys } from '../grammar/policy-fields.ts';
import { may, needs } from '../grammar/shared-args.ts';

const preset = { type: 'choice', options: policyKeys, label: 'Policy', hint: 'Whose rules' } as const;
const written = (label: string, hint: string, maxLength: number) => ({ type: 'text', label, hint, maxLength, lines: 'many' }) as const;

export const policyCommands: readonly Command[] = [
  define({
    words: 'policy show',
    help: 'Show the policy, or an earlier version of it; `json` gives the file.',
    example: 'policy show',
    says: { to: 'ask', by: 'member' },
    args: {
      version: { type: 'number', label: 'Version', hint: 'Its number', ...may, place: 'one', ask: false },
      format: { type: 'choice', options: ['json'], label: 'Format', hint: '', ...may, place: 'one', ask: false },
    },
    intent: ({ version, format }) => ({ to: 'ask', query: { type: 'policy', version, json: format !== null } }),
  }),
  define({
    words: 'policy diff',
    help: "Compare the policy with the draft, or with another list's policy.",
    example: 'policy diff linux-distros',
    says: { to: 'ask', by: 'member' },
    args: { other: { ...preset, ...may, place: 'one', ask: false } },
    intent: ({ other }) => ({ to: 'ask', query: { type: 'policy-diff', other } }),
  }),
  define({
    words: 'policy history',
    help: 'Show each version of the policy: since when, and who put it in force.',
    example: 'policy history',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'policy-history' } }),
  }),
  define({
    words: 'policy use',
    help: "Draft another list's policy as yours. Nothing changes before `policy adopt`.",
    example: 'policy use linux-distros',
    says: { to: 'list', type: 'draft-policy' },
    args: { preset: { ...preset, ...needs, place: 'one' } },
    intent: ({ preset }) => ({ to: 'list', command: { type: 'use-policy', preset: preset as PolicyKey } }),
  }),
  define({
    words: 'policy edit',
    help: 'Draft a change of one rule. Nothing changes before `policy adopt`.',
    example: 'policy edit longest 14d',
    says: { to: 'list', type: 'draft-policy' },
    args: {
      rule: { type: 'choice', options: policyFieldKeys, label: 'Rule', hint: 'Which one', ...needs, place: 'one' },
      value: { ...written('Value', 'As `policy show` shows it', 6000), ...needs, place: 'rest' },
    },
    intent: ({ rule, value }) => ({ to: 'list', command: { type: 'edit-policy', rule: rule as PolicyFieldKey, text: value } }),
  }),
  define({
    words: 'policy import',
    help: 'Draft a whole policy from a file, as `policy show json` gives it. Nothing changes before `policy adopt`.',
    example: 'policy import {"title": "Our list", …}',
    says: { to: 'list', type: 'draft-policy' },
    args: { file: { ...written('File', 'JSON', 30_000), ...needs, place: 'rest' } },
    intent: ({ file }) => ({ to: 'list', command: { type: 'import-policy', text: file } }),
  }),
  define({
    words: 'policy adopt',
    help: "Put the draft in force after reading what would change. A coordinator who didn't write it does this, if there is one.",
    example: 'policy adopt',
    says: { to: 'list', type: 'adopt-policy' },
    args: {
      hash: {
        type: 'text',
        label: 'Draft',
        hint: 'The first digits of its hash',
        maxLength: 64,
        lines: 'one',
        ...may,
        place: 'one',
        ask: false,
      },
    },
    intent: ({ hash }) => ({ to: 'list', command: { type: 'adopt-policy', hash } }),
  }),
  define({
    words: 'policy discard',
    help: 'Discard the draft.',
    example: 'policy discard',
    says: { to: 'list', type: 'discard-policy' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'discard-policy' } }),
  }),
];
