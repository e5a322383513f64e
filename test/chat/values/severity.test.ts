import { expect, test } from 'vitest';
import { readVector } from '../../../src/chat/values/severity.ts';

const runc = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H';
const worst4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';

function scores(text: string, score: number, rating: string, vector = text) {
  expect(readVector(text), text).toEqual({
    ok: true,
    vector,
    score,
    rating,
    version: vector.startsWith('CVSS:') ? vector.slice(5, 8) : '2.0',
  });
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

test('a vector of CVSS 2 or 3.0 is taken as it is', () => {
  scores('CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', 8.6, 'high');
  scores('(AV:N/AC:L/Au:N/C:P/I:P/A:P)', 7.5, 'high', 'AV:N/AC:L/Au:N/C:P/I:P/A:P');
  scores('CVSS:2.0/AV:N/AC:L/Au:S/C:C/I:C/A:C', 9, 'high', 'AV:N/AC:L/Au:S/C:C/I:C/A:C');
  scores('AV:L/AC:H/Au:M/C:N/I:N/A:P/E:ND', 0.8, 'low', 'AV:L/AC:H/Au:M/C:N/I:N/A:P');
});

test.each([
  `(${runc})`,
  `8.6 (${runc})`,
  `${runc} (8.6 High)`,
  `${runc}, 8.6 HIGH`,
  `8.6 / ${runc}`,
  `Base Score: 8.6 HIGH, Vector: ${runc}`,
  'CVSSv3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
  'CVSSv3.1:AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
  'CVSS v3.1 Base Score 8.6 (AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H)',
  'CVSS 3.1: AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
  `https://www.first.org/cvss/calculator/3.1#${runc}`,
  `<https://www.first.org/cvss/calculator/3.1#${runc}>`,
  'https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?name=CVE-2024-21626&vector=AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H&version=3.1&source=NIST',
  'https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?vector=AV%3AL%2FAC%3AL%2FPR%3AN%2FUI%3AR%2FS%3AC%2FC%3AH%2FI%3AH%2FA%3AH&version=3.1',
])('as it is pasted, %s is read', (text) => {
  scores(text, 8.6, 'high', runc);
});

test('a bare vector is of the version that its metrics tell, and asked where they tell two', () => {
  scores('AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical', worst4);
  scores(
    'https://nvd.nist.gov/vuln-metrics/cvss/v2-calculator?vector=(AV:N/AC:L/Au:N/C:P/I:P/A:P)',
    7.5,
    'high',
    'AV:N/AC:L/Au:N/C:P/I:P/A:P',
  );
  const both = /3\.1 or 3\.0\? Write `CVSS:3\.1\/AV:L\/AC:L\/PR:N\/UI:R\/S:C\/C:H\/I:H\/A:H` or `CVSS:3\.0\//;
  refuses('AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', both);
  refuses('CVSSv3/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', both);
  refuses('CVSSv3.1 AV:N/AC:L/Au:N/C:P/I:P/A:P', /metrics are for CVSS 2\.0, but it says 3\.1/);
  refuses(`${runc} and ${worst4}`, /more than one vector/);
});

test('a score beside the vector that is another is told', () => {
  refuses(`9.8 (${runc})`, /^The vector scores 8\.6, not 9\.8: CVSS:3\.1/);
  refuses(`${runc} 10.0`, /scores 8\.6, not 10/);
  scores(`7.9 (${runc}/E:U)`, 8.6, 'high', `${runc}/E:U`);
});

test('what is no vector of any version is refused, with one that is', () => {
  refuses('CVSS:5.0/AV:N', /score CVSS 5\.0/);
  refuses('high', /comes from a CVSS vector.*such as CVSS:3\.1/);
  refuses('', /starts with CVSS:3\.1/);
});

test('an unknown, impossible, repeated or missing metric is refused by name', () => {
  refuses(`${runc}/ZZ:L`, /“ZZ:L” isn't a metric of CVSS 3\.1/);
  refuses(`${runc}/AT:N`, /“AT:N” isn't a metric of CVSS 3\.1/);
  refuses(runc.replace('AV:L', 'AV:Q'), /AV \(Attack Vector\) must be one of N, A, L, P, not “Q”/);
  refuses(runc.replace('AV:L', 'AV:X'), /AV \(Attack Vector\) must be one of/);
  refuses(runc.replace('AV:L', 'AV:L:N'), /“AV:L:N” isn't a metric/);
  refuses(runc.replace('AV:L', 'Attack Vector:L'), /“Attack Vector:L” isn't a metric/);
  refuses(`${runc}/AV:L`, /AV \(Attack Vector\) is given twice/);
  refuses('CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H', /Missing: I \(Integrity Impact\), A \(Availability Impact\)/);
  refuses(`${runc}/`, /slashes/);
});

test('safety is a value of the modified metrics of CVSS 4.0, not of the base', () => {
  refuses(worst4.replace('SA:N', 'SA:S'), /SA \(.*\) must be one of H, L, N, not “S”/);
  scores(`${worst4}/MSA:S`, 10, 'critical');
});
