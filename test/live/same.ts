// Whether a story went as it is written, where the clock runs on and several messages are on their way at once: after each line the same messages, in
// any order between them, whatever hours and minutes they name.
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';

/** What differs: after which line, what was not said (-) and what was said besides (+). Empty when nothing does. Pure. */
export function differences(written: string, played: string): string[] {
  const [one, other] = [stepsOf(written), stepsOf(played)];
  return one.flatMap(({ line, said }, index) => {
    const got = other[index]?.said ?? [];
    const lines = [...without(said, got).map((each) => `- ${each}`), ...without(got, said).map((each) => `+ ${each}`)];
    return lines.length === 0 ? [] : [[line, ...lines].join('\n')];
  });
}

type Step = { readonly line: string; readonly said: string[] };

function stepsOf(story: string): Step[] {
  const steps: Step[] = [];
  for (const line of story.trimEnd().split('\n')) {
    const heard = parseStoryLine(line)?.type === 'heard-before' && !/^(#|$)/.test(line);
    const last = steps.at(-1);
    // When somebody was reminded is a matter of time, in the record of it too.
    if (/^ {2}- .* the clock: reminded /.test(line)) continue;
    if (!heard || last === undefined) steps.push({ line, said: [] });
    else if (line.startsWith('bot ') || last.said.length === 0) last.said.push(timeless(line));
    else last.said.push(`${last.said.pop()}\n${timeless(line)}`);
  }
  return steps.map(({ line, said }) => ({ line, said: formsOnce(said.filter((each) => !byChance.test(each))) }));
}

// A window that asks for patience, how often what stands in a room or on a page is brought up to date, and whether a morning came before a line or after it,
// are matters of time alone. The stories themselves hold reminders to the minute.
const byChance =
  /^bot → \S+ \(window\)|^bot ✎ (?:#|\S+ \(home\))|^bot → \S+: Reminder from the list|^bot → [^\n]*\n {2}(?:[^\n]+\n {2})?Reminder(?:\.| from the list)/;

// A form that was opened empty and filled at once is seen as often as one happened to look.
const formsOnce = (said: string[]): string[] => said.filter((each, at) => !/^bot → \S+ \(form\)/.test(each) || said.indexOf(each) === at);

/** How long from now, and the hour of an instant that was reckoned from now, are a little other each time. */
function timeless(line: string): string {
  return (
    line
      .replaceAll(/\b\d+ (?:days?|h|min)(?: \d+ (?:h|min))?\b/g, '…')
      .replaceAll(/\b\d{1,2}:\d\d\b/g, '··:··')
      // A link to a message has its instant in it.
      .replaceAll(/(\/archives\/\w+\/p)\d+/g, '$1…')
      .replaceAll(/,? (?:(?:in|since) …|… ago|now\b)|\bin …/g, '')
      // A story's clock stands still between its lines: where "since then" begins is a matter of time; how it ends is not.
      .replace(/(Since then: )(?:.*; )?([^;]+)$/, '$1$2')
  );
}

function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
