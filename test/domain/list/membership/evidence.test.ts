// An applicant's answer goes to the criterion that it names, as the policy's own text numbers and words them.
import { expect, test } from 'vitest';
import { readEvidence } from '../../../../src/domain/list/membership/evidence.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';

const { criteria } = policyOf('oci');
const answer = 'We announce on our blog: https://seven.example/security';

test.each<[string, string, string]>([
  [`3. ${answer}`, 'record', answer],
  [`3) ${answer}`, 'record', answer],
  [`#3: ${answer}`, 'record', answer],
  [`Criterion 3: ${answer}`, 'record', answer],
  [`> 3. ${answer}`, 'record', answer],
  [`record: ${answer}`, 'record', answer],
  [`Record:\n${answer}`, 'record', answer],
  [`> 3. Have a publicly verifiable track record up to present day of fixing security issues.\n\n${answer}`, 'record', answer],
  [`Have a publicly verifiable track record:\n${answer}`, 'record', answer],
  [`3 ${answer}`, 'record', answer],
  ['#5 yes', 'policy', 'yes'],
  ['pgp n/a', 'pgp', 'n/a'],
  ['contribute yes we will', 'contribute', 'yes we will'],
  ['7. CrashOverride will vouch', 'voucher', 'CrashOverride will vouch'],
  ['8. Yes.', 'pgp', 'Yes.'],
  ['actually the alias is sec@foo.example', 'alias', 'sec@foo.example'],
  ['sorry, our alias is sec@foo.example', 'alias', 'sec@foo.example'],
  ['change record to https://seven.example', 'record', 'https://seven.example'],
  ['please correct #3: https://seven.example', 'record', 'https://seven.example'],
])('%j is of %s', (said, criterion, text) => expect(readEvidence(said, criteria)).toEqual({ criterion, text }));

test.each([
  'Yes.',
  '3 years of advisories: https://seven.example',
  '2026 is our tenth year',
  'https://seven.example/record',
  'Have a look: https://seven.example',
  'Sorry, this is our first year',
])('%j names none', (said) => expect(readEvidence(said, criteria)).toEqual({ criterion: null, text: said }));

test.each(['0. Yes.', '9. Yes.', 'change records to https://seven.example'])('%j names one that is not there', (said) =>
  expect(readEvidence(said, criteria)).toMatchObject({ criterion: 'unknown' }),
);
