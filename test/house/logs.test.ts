// A log travels further than a need-to-know list: ids, counts and codes alone go into it. (What the demo really logs is looked at where it is played.)
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../src', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Every call of `log(…)` with all that is given to it. */
function logCalls(text: string): string[] {
  return [...text.matchAll(/\blog\(/g)].flatMap((found) => {
    let depth = 1;
    let end = found.index + found[0].length;
    for (; depth > 0 && end < text.length; end += 1) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
    return [text.slice(found.index, end)];
  });
}

// Names under which sentences, names or secrets travel in this code. Of `row.id` the last counts: it is what is passed.
const telling =
  /\b(titles?|texts?|names?|notes?|messages?|how|labels?|words|said|values|about|body|nodes|push|links?|urls?|topic|stack|token|key|heard|embargo\b(?=\s*[,}]))\b/;

/** What a call passes besides its event, which is a literal, or one of two. */
const passed = (call: string) =>
  call
    .replace(/^log\(\s*(\w+ \? '[^']*' : )?'[^']*'/, '')
    .replace(/\b\w+(\?\.|\.)(?=\w)/g, '')
    .replace(/\bembargo: /g, '');
const eventIsLiteral = (call: string) => /^log\(\s*(\w+ \? '[a-z.-]+' : )?'[a-z.-]+'/.test(call);
const faults = (text: string) => logCalls(text).filter((call) => !eventIsLiteral(call) || /`/.test(call) || telling.test(passed(call)));

describe('what is logged', () => {
  const calls = sources.flatMap(({ path, text }) => logCalls(text).map((call) => `${path}: ${call}`));

  test('is looked at: there are calls in several files', () => {
    expect(new Set(calls.map((call) => call.split(':')[0])).size).toBeGreaterThan(3);
  });

  test('names no title, text, name, note or message, and is never put together from pieces', () => {
    expect(sources.flatMap(({ path, text }) => faults(text).map((call) => `${path}: ${call}`))).toEqual([]);
  });

  test.each([
    "log('handled', { title })",
    "log('handled', { code: embargo.about.title })",
    "log('handled', { id, text: heard.said.text })",
    "log('failed', { error: error.message })",
    "log('failed', { by: member.name })",
    "log('reviewed', {\n  note,\n})",
    "log('handled', { codename: `\u0024{codename}` })",
    "log('handled', { heard })",
    'log(event, { id })',
  ])('a planted one is found: %j', (call) => expect(faults(`if (x) ${call};`)).toEqual([call]));

  test.each(["log('handled', { seq, outcome })", "log('tick.failed', { embargo: id, code: errorCode(error) })", "log('stopped')"])(
    '%j is fine',
    (call) => expect(faults(call)).toEqual([]),
  );
});
