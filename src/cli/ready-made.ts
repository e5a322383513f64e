// What somebody finds who starts the terminal for the first time: a list with people on it, and three things to try.

/** What ada says in her room before anybody is there to read it. */
export const firstList: readonly string[] = [
  'room adopt oci',
  'org add Nova 24',
  'org add "Seven Linux" 7.1 7.2',
  'people add @grace coordinator',
  'people add @bob representative Nova',
  'people add @carol representative "Seven Linux"',
];

const tries: readonly (readonly [words: string, what: string])[] = [
  ['create', 'open an embargo; a form asks for what it needs'],
  ['as bob', 'become bob, then ask `todo`'],
  ['clock +7d', 'let time pass'],
];

/** The first lines at the prompt. `made`: the list above is new. */
export function greeting(made: boolean): string[] {
  const more = "`help` shows the commands of this terminal, `/embargo help` the bot's.";
  if (!made) return [more];
  return [
    "A list to try things with: oci. ada and grace coordinate it, bob represents Nova, carol Seven Linux. You're ada, in #oci-private.",
    ...tries.map(([words, what]) => `  ${words.padEnd(12)}${what}`),
    `${more} \`npm start -- --empty\` starts without a list.`,
  ];
}
