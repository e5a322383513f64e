import { expect, test } from 'vitest';
import { readVector } from '../../../src/chat/values/severity.ts';

const runc = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H';
const worst4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';

function scores(text: string, score: number, rating: string, vector = text) {
  expect(readVector(text), text).toEqual({ ok: true, vector, score, rating, version: vector.slice(5, 8) });
}

function refuses(text: string, problem: RegExp) {
  expect(readVector(text), text).toEqual({ ok: false, problem: expect.stringMatching(problem) });
}

test('a vector of CVSS 3.1 or 4.0 has a score and a rating', () => {
  scores(runc, 8.6, 'high'); // CVE-2024-21626
  scores('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'critical');
  scores('CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium');
  scores('CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.6, 'low');
  scores('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'none');
  scores(worst4, 9.3, 'critical');
});

test('its case and order do not matter, and metrics that are not defined are left out', () => {
  scores(' cvss:3.1/a:h/av:l/ac:l/pr:n/ui:r/s:c/c:h/i:h/e:x ', 8.6, 'high', runc);
  scores(`${worst4}/u:red/e:p`, 8.9, 'high', `${worst4}/E:P/U:Red`);
});

test('the score is the base score of a CVE record: in 3.1 exploits and environments leave it as it is', () => {
  scores(`${runc}/E:U/MAV:N`, 8.6, 'high');
});

test('a vector of another version is refused, saying how to restate it', () => {
  refuses('CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', /3\.0 is not taken.*begin with CVSS:3\.1/);
  refuses('(AV:N/AC:L/Au:N/C:P/I:P/A:P)', /CVSS 2 is not taken.*CVSS:3\.1/);
  refuses('CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P', /CVSS 2 is not taken/);
  refuses('CVSS:5.0/AV:N', /no CVSS 5\.0/);
  refuses('AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', /begins with CVSS:3\.1/);
  refuses('high', /begins with CVSS:3\.1/);
  refuses('', /begins with CVSS:3\.1/);
});

test('an unknown, impossible, repeated or missing metric is refused by name', () => {
  refuses(`${runc}/ZZ:L`, /“ZZ:L” is not a metric of CVSS 3\.1/);
  refuses(`${runc}/AT:N`, /“AT:N” is not a metric of CVSS 3\.1/);
  refuses(runc.replace('AV:L', 'AV:Q'), /AV \(Attack Vector\) is one of N, A, L, P, not “Q”/);
  refuses(runc.replace('AV:L', 'AV:X'), /AV \(Attack Vector\) is one of/);
  refuses(runc.replace('AV:L', 'AV:L:N'), /“AV:L:N” is not a metric/);
  refuses(runc.replace('AV:L', 'Attack Vector:L'), /“Attack Vector:L” is not a metric/);
  refuses(`${runc}/AV:L`, /AV \(Attack Vector\) is given twice/);
  refuses('CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H', /Missing: I \(Integrity Impact\), A \(Availability Impact\)/);
  refuses(`${runc}/`, /slashes/);
});

test('safety is a value of the modified metrics of CVSS 4.0, not of the base', () => {
  refuses(worst4.replace('SA:N', 'SA:S'), /SA \(.*\) is one of H, L, N, not “S”/);
  scores(`${worst4}/MSA:S`, 10, 'critical');
});
