// The members of a list, and its register, as Markdown. Names and reasons are shown letter by letter: there is no markup to inject.
import { markdownCode, markdownText } from '../../message/markdown.ts';
import type { PublicMember, RegisterEntry } from './register-entries.ts';

/** A table of organisations: name, since when, what they ship. */
export function publicMarkdown(list: string, members: readonly PublicMember[]): string {
  const rows = members.map(({ name, since, ships }) => `| ${markdownText(name)} | ${since ?? 'not known'} | ${codes(ships)} |`);
  return [`# Members of ${markdownText(list)}`, '', '| Organization | Since | Ships |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Each organisation under its name. What is missing is said to be. */
export function registerMarkdown(list: string, entries: readonly RegisterEntry[]): string {
  return [`# Register of ${markdownText(list)}`, ...entries.flatMap((entry) => ['', ...entryLines(entry)])].join('\n');
}

function entryLines(entry: RegisterEntry): string[] {
  const { name, since, reviewed, strikes, people } = entry;
  const rows: readonly (readonly [string, string])[] = [
    ['Legal entity', words(entry.entity)],
    ['Ships', codes(entry.ships)],
    ['Releases', texts(entry.releases)],
    ['Architectures', texts(entry.architectures)],
    ['Countries', texts(entry.countries)],
    ['Security alias', aliasText(entry.alias)],
    ['PGP keys', listed(entry.keys.map(keyText))],
    ['Primary contact', words(entry.primary)],
    ['Backup contact', words(entry.backup)],
    ['People', listed(people.map((each) => `${markdownText(each.name)} (${markdownCode(each.id)}), ${each.role} since ${each.since}`))],
    ['On the list since', since ?? 'not known'],
    ['Last reviewed', reviewed ?? 'never'],
    ['Standing', standingText(entry.standing)],
    [
      'Strikes',
      listed(
        strikes.map(
          (strike) =>
            `${strike.on}, ${markdownText(strike.name)}: ${markdownText(strike.because)} (given by ${markdownText(strike.by)}${said(', for leak', strike.leak)}${said('; answered:', strike.answer)}${said('; withdrawn:', strike.withdrawn)})`,
        ),
      ),
    ],
  ];
  return [`## ${markdownText(name)}`, '', ...rows.map(([label, value]) => `- ${label}: ${value}`)];
}

const said = (label: string, text: string | null): string => (text === null ? '' : `${label} ${markdownText(text)}`);
const listed = (values: readonly string[]): string => (values.length === 0 ? 'none' : values.join('; '));
const texts = (values: readonly string[]): string => (values.length === 0 ? 'none' : values.map(markdownText).join(', '));
const codes = (values: readonly string[]): string => (values.length === 0 ? 'none' : values.map(markdownCode).join(', '));
const words = (value: string | null): string => (value === null ? 'none' : markdownText(value));

function aliasText(alias: RegisterEntry['alias']): string {
  if (alias === null) return 'none';
  const { address, tested, answered } = alias;
  const test = tested === null ? 'never tested' : `tested ${tested}, ${answered === null ? 'not answered' : `answered ${answered}`}`;
  return `${markdownCode(address)}, ${test}`;
}

function keyText({ fingerprint, expires, expired }: RegisterEntry['keys'][number]): string {
  const until = expires === null ? 'does not expire' : `${expired ? 'expired' : 'expires'} ${expires}`;
  return `${markdownCode(fingerprint)}, ${until}`;
}

function standingText(standing: RegisterEntry['standing']): string {
  if (standing === null) return 'good';
  const { state, on, until, because } = standing;
  const since = `${state === 'warned' ? 'warned' : 'on probation'} since ${on}`;
  return `${since}${until === null ? '' : `, until ${until}`}: ${markdownText(because)}`;
}
