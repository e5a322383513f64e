// A whole application in one message is read into its answers, as lists and their applicants write them.
import { describe, expect, test } from 'vitest';
import { readApplication } from '../../../../src/domain/list/membership/whole-application.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';

const { criteria } = policyOf('oci');
const kubernetes = policyOf('kubernetes').criteria;

// The example of the policy itself: numbered from 0, quoted, wrapped, with PGP before the voucher.
const example = `To: oci@lists.example
Subject: Seven-Corp Membership to oci@lists.example

Below are each criterion and why I think we, Seven-Corp, qualify.

> 0. Have an actively monitored security alias email for our project.

Yes, please subscribe security@seven.example to the distributor's
announce list.

> 1. Have a user base not limited to your own organization.

Our user base spans of the extensive "Seven" community. We have a slack and
GitHub repos and mailing lists where the community hangs out. [links]

> 2. Have a publicly verifiable track record up to present day of fixing security
   issues.

We announce on our blog all upstream patches we apply to "Seven." [link to blog
posts]

> 3. Not be a downstream or rebuild of another distribution.

This does not apply, "Seven" is a unique snowflake distribution.

> 4. Accept the Embargo Policy that is outlined above.

We accept.

> 5. Be willing to contribute back as outlined above.

We are definitely willing to help!

> 6. Be willing and able to handle PGP-encrypted email.

Yes.

> 7. Have someone already on the list vouch for the person requesting membership
   on behalf of your distribution.

CrashOverride will vouch for Acidburn joining the list on behalf of the "Seven"
distribution.
`;

const read = {
  alias: "Yes, please subscribe security@seven.example to the distributor's\nannounce list.",
  users:
    'Our user base spans of the extensive "Seven" community. We have a slack and\nGitHub repos and mailing lists where the community hangs out. [links]',
  record: 'We announce on our blog all upstream patches we apply to "Seven." [link to blog\nposts]',
  origin: 'This does not apply, "Seven" is a unique snowflake distribution.',
  policy: 'We accept.',
  contribute: 'We are definitely willing to help!',
  pgp: 'Yes.',
  voucher: 'CrashOverride will vouch for Acidburn joining the list on behalf of the "Seven"\ndistribution.',
};

const answersIn = (said: string, of = criteria) =>
  Object.fromEntries((readApplication(said, of)?.answers ?? []).map(({ criterion, text }) => [criterion, text]));

describe('a whole application', () => {
  test.each<[string, string]>([
    ['as it is', example],
    ['with carriage returns', example.replaceAll('\n', '\r\n')],
    ['with quoted lines around', example.replaceAll(/^(> \d)/gm, '>\n$1')],
    ['quoted as a whole', example.replaceAll(/^/gm, '> ')],
    ['with headings', example.replaceAll('> ', '### ')],
    ['in bold', example.replaceAll(/^> (.*)$/gm, '**$1**')],
    ['without marks', example.replaceAll('> ', '')],
    ['numbered from 1', example.replaceAll(/^> (\d)/gm, (_, digit) => `> ${Number(digit) + 1}`)],
    ['without numbers', example.replaceAll(/^> \d\. /gm, '> ')],
  ])('of the example of the policy, %s, is in its answers', (_, said) => expect(answersIn(said)).toEqual(read));

  test('of that example in one line is in its answers', () => {
    const inOne = Object.fromEntries(Object.entries(read).map(([key, text]) => [key, text.replaceAll('\n', ' ')]));
    expect(answersIn(example.replaceAll(/\s*\n\s*/g, ' '))).toEqual(inOne);
  });

  test('says what stands before the first criterion, and what is under a criterion that is not asked here', () => {
    const less = criteria.filter(({ key }) => key !== 'pgp');
    expect(answersIn(example, less)).toEqual(Object.fromEntries(Object.entries(read).filter(([key]) => key !== 'pgp')));
    expect(readApplication(example, less)?.left).toEqual([
      expect.stringMatching(/^To: oci@lists\.example\n[\s\S]*qualify\.$/),
      '6. Be willing and able to handle PGP-encrypted email.\n\nYes.',
    ]);
  });

  // Inventions in the form of applications to the list of Kubernetes' distributors, whose template this is.
  const template = (between: string) => `**Actively monitored security email alias for our project:**${between}security@seven.example

**1. Be an actively maintained and CNCF certified distribution of Kubernetes components.**${between}[Seven](https://seven.example/certified) is certified.

**2. Have a user base not limited to your own organization.**${between}Yes

**3. Have a publicly verifiable track record up to present day of fixing security issues.**${between}See https://seven.example/advisories.

**4. Not be a downstream or rebuild of another distribution.**${between}We are not a rebuild of another distribution.

**5. Be a participant and active contributor in the community.**${between}1. https://code.example/anna
2. https://code.example/ann

**6. Accept the [Embargo Policy](#embargo-policy).**${between}Yes, we accept the embargo policy.

**7. Be willing to contribute back.**${between}Absolutely.

**8. Have someone already on the list vouch for the person requesting membership on behalf of your distribution.**${between}Carol should be able to vouch for us.`;

  test.each<[string, string]>([
    ['below each heading', template('\n\n')],
    ['on the next line', template('\n')],
    ['behind it', template(' ')],
    ['behind it, without bold', template(' ').replaceAll('**', '')],
  ])('by the template of Kubernetes is in its answers: %s', (_, said) =>
    expect(answersIn(said, kubernetes)).toEqual({
      alias: 'security@seven.example',
      certified: '[Seven](https://seven.example/certified) is certified.',
      users: 'Yes',
      record: 'See https://seven.example/advisories.',
      origin: 'We are not a rebuild of another distribution.',
      community: '1. https://code.example/anna\n2. https://code.example/ann',
      policy: 'Yes, we accept the embargo policy.',
      contribute: 'Absolutely.',
      voucher: 'Carol should be able to vouch for us.',
    }),
  );

  const lines = ['security@seven.example', 'Yes.', 'See our blog.', 'We are our own.', 'We accept.', 'Yes.'];
  const numbered = (from: number, more: readonly string[]) =>
    [...lines, ...more].map((text, index) => `${index + from}. ${text}`).join('\n');
  test.each<[string, string, Record<string, string>]>([
    ['from 1', numbered(1, ['Carol vouches.', 'PGP is fine.']), { voucher: 'Carol vouches.', pgp: 'PGP is fine.' }],
    ['from 0, as the example', numbered(0, ['PGP is fine.', 'Carol vouches.']), { voucher: 'Carol vouches.', pgp: 'PGP is fine.' }],
    ['from 0, without what is optional', numbered(0, ['Carol vouches.']), { voucher: 'Carol vouches.' }],
  ])('that is numbered alone is read by its numbers %s', (_, said, more) =>
    expect(answersIn(said)).toEqual({
      alias: lines[0],
      users: lines[1],
      record: lines[2],
      origin: lines[3],
      policy: lines[4],
      contribute: lines[5],
      ...more,
    }),
  );

  // By number and by name, as people who fill in what they find easiest to name.
  test.each<[string, string, Record<string, string>]>([
    [
      'numbers before and behind a name',
      '1. a@seven.example\n2. Many.\nrecord: See our blog.\n4. Our own.\n5. We accept.\nvoucher: Carol.',
      { alias: 'a@seven.example', users: 'Many.', record: 'See our blog.', origin: 'Our own.', policy: 'We accept.', voucher: 'Carol.' },
    ],
    [
      'names before, and numbers that leave some out',
      'alias: a@seven.example\nusers: Many.\n3. See our blog.\n5) We accept.',
      { alias: 'a@seven.example', users: 'Many.', record: 'See our blog.', policy: 'We accept.' },
    ],
    [
      'numbers, and one name behind them',
      '1. a@seven.example\n2. Many.\n3. See our blog.\n4. Our own.\n5. We accept.\nvoucher: Carol.',
      { alias: 'a@seven.example', users: 'Many.', record: 'See our blog.', origin: 'Our own.', policy: 'We accept.', voucher: 'Carol.' },
    ],
    [
      'numbers from 0, with names between',
      '0. a@seven.example\n1. Many.\nrecord: See our blog.\n3. Our own.\npolicy: We accept.',
      { alias: 'a@seven.example', users: 'Many.', record: 'See our blog.', origin: 'Our own.', policy: 'We accept.' },
    ],
    [
      "the policy's own words before some, and the number alone before others",
      '1. Have an actively monitored security email alias for our project.\na@seven.example\n2. Many.\n3. Have a publicly verifiable track record up to present day of fixing security issues.\nSee our blog.\n4. Our own.',
      { alias: 'a@seven.example', users: 'Many.', record: 'See our blog.', origin: 'Our own.' },
    ],
    [
      'a list in an answer',
      'alias: a@seven.example\nrecord: See these.\n1. https://seven.example/1\n2. https://seven.example/2\n3. https://seven.example/3\n4. https://seven.example/4\norigin: Our own.',
      {
        alias: 'a@seven.example',
        record:
          'See these.\n1. https://seven.example/1\n2. https://seven.example/2\n3. https://seven.example/3\n4. https://seven.example/4',
        origin: 'Our own.',
      },
    ],
    [
      'a list before it',
      'We are:\n1. many\n2. small\n3. open\nusers: Many.\nalias: a@seven.example',
      { users: 'Many.', alias: 'a@seven.example' },
    ],
  ])('that mixes numbers and names is in its answers: %s', (_, said, answers) => expect(answersIn(said)).toEqual(answers));

  test('is read by the names of its criteria, and leaves out what has no answer', () => {
    expect(answersIn('alias: security@seven.example\nusers: many\nrecord:\n\npolicy: accepted')).toEqual({
      alias: 'security@seven.example',
      users: 'many',
      policy: 'accepted',
    });
  });

  test('keeps apart what is said of a criterion twice', () => {
    const twice = readApplication('alias: a@seven.example\nusers: many\nalias: b@seven.example', criteria);
    expect(twice).toEqual({
      answers: [
        { criterion: 'alias', text: 'a@seven.example' },
        { criterion: 'users', text: 'many' },
      ],
      left: ['alias: b@seven.example'],
    });
  });
});

test.each([
  'Yes.',
  'We accept.',
  'We announce on our blog: https://seven.example\n\nAnd on our list.',
  '1. https://seven.example/advisories',
  'Our users: many.\nOur blog: https://seven.example',
  '3. We announce on our blog',
])('%j is an answer, and no application', (said) => expect(readApplication(said, criteria)).toBeNull());
