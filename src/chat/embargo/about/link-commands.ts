// What is typed of embargoes that belong together.
import { credits } from '../../../domain/embargo/about/about.ts';
import { type Command, command } from '../../grammar/command.ts';
import { may, needs, prose, sure, text, when } from '../../grammar/shared-args.ts';

const other = { ...text('The other embargo', 'Its codename', 60), ...needs, place: 'one', pick: 'embargo' } as const;

export const linkCommands: readonly Command[] = [
  command('link-siblings', {
    words: 'sibling add',
    aliases: ['link sibling', 'link siblings'],
    help: 'Link two embargoes where one gives the other away.',
    example: 'sibling add calm-otter brisk-wren',
    args: { other },
    intent: ({ other }) => ({ type: 'link-siblings', other: other.toLowerCase() }),
  }),
  command('unlink', {
    words: 'sibling remove',
    aliases: ['unlink sibling', 'unlink siblings'],
    help: 'Unlink two embargoes.',
    example: 'sibling remove calm-otter brisk-wren',
    args: { other },
    intent: ({ other }) => ({ type: 'unlink', other: other.toLowerCase() }),
  }),
  command('merge', {
    words: 'merge',
    confirm: 'always',
    help: 'Merge a duplicate into an embargo: the duplicate ends, and its CVE ids, components, reporters and people move over.',
    example: 'merge calm-otter brisk-wren',
    args: {
      other: { ...other, label: 'The duplicate, which ends' },
      sure,
    },
    intent: ({ other }) => ({ type: 'merge', other: other.toLowerCase() }),
  }),
  command('found-again', {
    words: 'found-again',
    help: 'Record that someone else found it independently. Asks coordinators about the date again.',
    example: 'found-again reporter="Rosalind F" credit=name reported it to us by mail',
    args: {
      reporter: { ...text('Who found it too', 'Their name', 100), ...needs, place: 'named' },
      handle: { ...text('Handle', 'On GitHub, for example', 100), ...may, place: 'named' },
      affiliation: { ...text('Affiliation', 'Who they work for', 100), ...may, place: 'named' },
      credit: { type: 'choice', options: credits, label: 'Credit', hint: 'How they want to be credited', ...may, place: 'named' },
      note: { ...prose('Note', 'How and when they found it, what they plan'), ...may, place: 'rest' },
    },
    intent: ({ reporter: name, handle, affiliation, credit, note }) => ({
      ...{ type: 'found-again', reporter: { name, handle, affiliation, credit: credit ?? 'name' }, note },
    }),
  }),
  command('split', {
    words: 'split',
    help: 'Split a finding off into its own embargo, with its own date and its finder in it.',
    example: 'split finding=2 title="The same race in 8.7p1" date="in 10 days at 14:00 UTC"',
    args: {
      finding: { type: 'number', label: 'Finding', hint: 'Its number: `finding` shows them', ...needs, place: 'one' },
      title: { ...text('Title', "One line: what's wrong", 200), ...needs, place: 'named' },
      versions: { ...text('Affected versions', 'For example >= 1.0.0-rc93, <= 1.1.11', 2000), ...may, place: 'named' },
      exploitability: { ...prose('Exploitability', 'Who can exploit it, from where, with what effect'), ...may, place: 'named' },
      cve: { type: 'ids', label: 'CVE id', hint: 'If known, such as CVE-2024-21626; one or several', ...may, place: 'named' },
      date: { ...when, ...needs, place: 'named' },
    },
    intent: ({ cve, ...values }) => ({ type: 'split', ids: cve, ...values }),
  }),
];
