// Each rule of a policy is shown as it can be typed again, and what cannot be kept is named.
import { describe, expect, test } from 'vitest';
import { type PolicyField, policyDifferences, policyFieldKeys, policyFields } from '../../../src/chat/grammar/policy-fields.ts';
import { policyFile, readPolicyFile } from '../../../src/chat/list/policy-file.ts';
import { lengthText, readLength } from '../../../src/chat/values/lengths.ts';
import { readPurls } from '../../../src/chat/values/purl.ts';
import { policyKeys, policyOf } from '../../../src/domain/policy/presets.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';

const oci = policyOf('oci');
const field = (key: (typeof policyFieldKeys)[number]): PolicyField => policyFields[key];
const read = (key: (typeof policyFieldKeys)[number], text: string) => field(key).read(text, oci);
// Shown for people: read again in another form.
const shownForPeople: Readonly<Record<string, (shown: string) => string>> = {
  ladder: (shown) => shown.replaceAll('at the date', '0').replaceAll(/(\d+) (\w)\w*/g, '$1$2'),
  preferred: (shown) => shown.replace(' to ', '-'),
};

describe.each(policyKeys)('the policy %s', (key) => {
  const policy = policyOf(key);

  test.each(policyFieldKeys)('shows its rule %s as it is typed again', (name) => {
    const { show, read: again } = field(name);
    const shown = show(policy);
    expect(again((shownForPeople[name] ?? ((text) => text))(shown), policy)).toEqual({ ok: true, value: policy });
  });

  test('is the same when its file is read again', () => {
    expect(readPolicyFile(policyFile(policy).join('\n'))).toEqual({ ok: true, policy });
    expect(readPolicyFile(`\`\`\`json\n${policyFile(policy).join('\n')}\n\`\`\``)).toEqual({ ok: true, policy });
  });

  test('is different from no policy that is the same', () => expect(policyDifferences(policy, { ...policy })).toEqual([]));
});

describe('a rule', () => {
  test.each([
    ['longest', '14', 'length'],
    ['longest', 'a fortnight', 'length'],
    ['preferred', '7d', 'Expected a range'],
    ['weekdays', 'fri', 'avoid or forbid'],
    ['weekdays', 'forbid someday', 'avoid or forbid'],
    ['hour', '24:00 UTC', 'hour in UTC'],
    ['hour', '16:60 UTC', 'hour in UTC'],
    ['hour', '16:00', 'hour in UTC'],
    ['hour', '02:30 Europe/Berlin', 'hour in UTC'],
    ['holidays', 'XX', "I don't know holidays for XX"],
    ['quorum', 'everybody', 'distributors 50%'],
    ['quorum', 'coordinators 50%', 'distributors 50%'],
    ['ladder', '14d soon', "soon isn't a length"],
    ['deploy', 'sometimes', 'one of'],
    ['binaries', 'maybe', 'one of: yes, no'],
    ['criteria', 'Have an alias', 'short name, a colon'],
    ['checklist', 'fetch guess', 'no step guess'],
    ['duties', 'Test the patches', 'technical or administrative'],
    ['upstreams', 'tool, tool-ng', 'repository, = and its packages'],
    ['upstreams', 'github.com/seven/tool =', 'repository, = and its packages'],
    ['upstreams', 'github.com/seven/tool = to ol\u200b', 'repository, = and its packages'],
    ['turnout', '0.5', 'percentage'],
    ['strikes', '21', 'at most 20'],
    ['terms', 'x'.repeat(601), '600'],
  ] as const)('%s is not read from %s, and the reason says so', (key, text, problem) => {
    expect(read(key, text)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  test.each([
    ['hour', '23:59 UTC', { hour: { minutes: 23 * 60 + 59, force: 'should' } }],
    ['hour', 'must 15:00 utc', { hour: { minutes: 15 * 60, force: 'must' } }],
    ['weekdays', 'forbid Mon, Friday', { weekdaysAvoided: { days: [1, 5], force: 'must' } }],
    ['weekdays', 'any', { weekdaysAvoided: { days: [], force: 'should' } }],
    ['quorum', 'coordinators 2', { quorum: { type: 'coordinators', count: 2 } }],
    ['exceptional', 'none', { exceptionalMs: null }],
    ['strikes', '20', { membership: { ...oci.membership, strikes: 20 } }],
    ['criteria', 'a-b (optional): Be so.', { criteria: [{ key: 'a-b', text: 'Be so.', optional: true }] }],
  ] as const)('%s is read from %s', (key, text, changes) => {
    expect(read(key, text)).toEqual({ ok: true, value: { ...oci, ...changes } });
  });

  test('that moves a limit takes what is preferred, or allowed with a reason, along', () => {
    const envoy = policyOf('envoy');
    expect(field('longest').read('10d', envoy)).toEqual({
      ok: true,
      value: { ...envoy, longestMs: 10 * dayMs, preferredMs: { from: 10 * dayMs, to: 10 * dayMs } },
    });
    expect(field('longest').read('28d', envoy)).toMatchObject({ value: { exceptionalMs: null } });
  });
});

describe('a file', () => {
  test.each([
    ['nothing', '', 'the file', 'JSON'],
    ['no JSON', 'longest: 14d', 'the file', 'JSON'],
    ['a rule that is no rule', JSON.stringify({ ...oci, longestDays: 14 }), 'the file', 'longestDays'],
    ['a rule too few', JSON.stringify({ ...oci, terms: undefined }), 'terms', 'array'],
    ['a quorum of another kind', JSON.stringify({ ...oci, quorum: { type: 'kings' } }), 'quorum.type', 'discriminator'],
    ['a weekday that is none', JSON.stringify({ ...oci, weekdaysAvoided: { days: [7], force: 'must' } }), 'weekdaysAvoided.days.0', '6'],
    ['a negative length', JSON.stringify({ ...oci, longestMs: -1 }), 'longestMs', '0'],
    ['half a millisecond', JSON.stringify({ ...oci, longestMs: 0.5 }), 'longestMs', 'int'],
  ])('of %s is refused by its place', (_, text, where, problem) => {
    expect(readPolicyFile(text)).toEqual({ ok: false, where, problem: expect.stringContaining(problem) });
  });
});

describe('lengths', () => {
  test.each([
    ['14d', 14 * dayMs],
    ['36 hours', 36 * hourMs],
    ['2 weeks', 14 * dayMs],
    ['0', 0],
  ])('%s', (text, ms) => expect(readLength(text)).toEqual({ ok: true, value: ms }));

  test.each([
    [dayMs, '1 day'],
    [20 * dayMs, '20 days'],
    [36 * hourMs, '36 hours'],
    [0, '0 days'],
  ])('%i ms are %s', (ms, text) => expect(lengthText(ms)).toBe(text));
});

describe('package URLs', () => {
  test.each([
    ['pkg:rpm/fedora/runc', ['pkg:rpm/fedora/runc']],
    ['pkg:rpm/fedora/runc@1.1.12-1?arch=amd64#x', ['pkg:rpm/fedora/runc']],
    ['PKG:RPM/fedora/runc, pkg:rpm/fedora/runc', ['pkg:rpm/fedora/runc']],
    ['pkg:golang/github.com/opencontainers/runc pkg:deb/debian/runc', ['pkg:golang/github.com/opencontainers/runc', 'pkg:deb/debian/runc']],
  ])('%s', (text, urls) => expect(readPurls(text)).toEqual({ ok: true, value: urls }));

  test.each(['runc', 'pkg:', 'pkg:rpm', 'pkg:rpm/', 'https://seven.example/runc', ''])('%s is none, and an example says how', (text) => {
    expect(readPurls(text)).toEqual({ ok: false, problem: expect.stringContaining('pkg:rpm/fedora/runc') });
  });
});

test('what distributions call the projects of a list is read as it is shown, and kept in its file', () => {
  const typed = 'github.com/seven/tool = example.org/tool, tool, tool-ng | https://github.com/x/y.git = y';
  const policy = read('upstreams', typed);
  if (!policy.ok) throw new Error(policy.problem);
  expect(policy.value.upstreams).toEqual([
    { repository: 'github.com/seven/tool', modules: ['example.org/tool'], packages: ['tool', 'tool-ng'] },
    { repository: 'github.com/x/y', packages: ['y'] },
  ]);
  expect(field('upstreams').read(field('upstreams').show(policy.value), oci)).toEqual(policy);
  expect(readPolicyFile(policyFile(policy.value).join('\n'))).toEqual({ ok: true, policy: policy.value });
  expect(field('upstreams').read('none', policy.value)).toEqual({ ok: true, value: oci });
});
