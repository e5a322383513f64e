import { expect, test } from 'vitest';
import { type Severity, unknownVulnerability } from '../../../../src/domain/embargo/about/about.ts';
import { detailed } from '../../../../src/domain/embargo/about/severity.ts';

const two = { vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', score: 7.5, rating: 'high' };
const three = { vector: 'CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', score: 8.6, rating: 'high' };
const newer = { ...three, vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H' };
const newest = { vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', score: 9.3, rating: 'critical' };
const older = { vector: two.vector, score: two.score };

test.each<[string, readonly (Severity | null)[], Severity | null]>([
  ['one of CVSS 2 alone', [two], two],
  ['the newer beside it', [two, newer], { ...newer, older }],
  ['in either order', [newer, two], { ...newer, older }],
  ['the newest, with what was first given', [two, newer, newest], { ...newest, older }],
  ['the older corrected', [two, three], three],
  ['none', [two, newer, null], null],
])('of several severities given, this is kept: %s', (_, given, kept) => {
  const after = given.reduce((known, severity) => detailed(known, { severity }), unknownVulnerability(1));
  expect(after.severity).toEqual(kept);
});
