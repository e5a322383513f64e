import { expect, test } from 'vitest';
import { type About, nothingKnown, reporterNamed, unknownVulnerability, type Vulnerability } from '../../src/domain/embargo/about/about.ts';
import { allDrafts } from '../../src/publish/drafts.ts';
import { bob, embargo, listOf, start } from '../setup/embargo.ts';

const one = (wish: Partial<Vulnerability>, whole: Partial<About> = {}): About => ({
  ...nothingKnown,
  title: 'Masked paths can be replaced',
  components: [{ name: 'runc', purls: [] }],
  vulnerabilities: [{ ...unknownVulnerability(1), ids: ['CVE-2026-1'], ...wish }],
  ...whole,
});

test.each<[string, About, readonly string[]]>([
  ['nothing to stop at', one({ versions: '>= 1.0.0, <= 1.2.7', fixedIn: '1.2.8' }), []],
  ['the fix just beyond what is affected', one({ versions: '< 1.2.8', fixedIn: '1.2.8' }), []],
  [
    'a fix that is said to be affected',
    one({ versions: '>= 1.0.0, <= 1.2.8', fixedIn: '1.2.8' }),
    ['CVE-2026-1: 1.2.8 is the fix, and is within the affected >= 1.0.0, <= 1.2.8'],
  ],
  ['a range that is empty', one({ versions: '>= 2.0.0, < 1.2.8' }), ['CVE-2026-1: >= 2.0.0, < 1.2.8 has nothing in it']],
  ['a title that is an id', one({}, { title: 'CVE-2026-1' }), ["the title is only an id: say what's wrong"]],
  [
    'a text that turns the line around',
    one({}, { mitigation: 'use \u202eexe.txt' }),
    ['a text has characters that turn the direction of reading'],
  ],
  [
    'a credit that is a link',
    one({}, { reporters: [reporterNamed('https://example.org/me')] }),
    ['the credit "https://example.org/me" is a link'],
  ],
])('%s', (_, about, checks) => {
  expect(allDrafts(embargo({ about }), listOf(), start).checks).toEqual(checks);
});

test.each<[string, 'heads-up' | 'post', string, readonly string[]]>([
  ['a heads-up that says which vulnerability it is', 'heads-up', 'Fixes CVE-2026-31337.', ['says CVE-2026-31337 before the disclosure']],
  ['a heads-up with the title', 'heads-up', 'masked paths can be replaced', ['says Masked paths can be replaced before the disclosure']],
  ['a heads-up that says nothing of it', 'heads-up', 'A security release comes on Tuesday.', []],
  ['a post with an id of something else', 'post', 'CVE-2026-1, CVE-2026-31337', ["says CVE-2026-31337, which isn't an id of this embargo"]],
])('%s', (_, kind, text, checks) => {
  const texts = { [kind]: { written: { text, by: bob.person, at: start }, approvals: {} } };
  expect(allDrafts(embargo({ about: one({}), texts }), listOf(), start).checks.map((check) => check.replace(/^\S+ /, ''))).toEqual(checks);
});
