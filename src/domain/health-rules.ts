// What takes points from a distributor's health, and why. The weights are our own judgement; that these things matter is from the sources named.

/** `points` for each time, `most` in all. `why`: what is at stake. `source`: who asks it of members, or where it went wrong. */
export type HealthRule = { readonly points: number; readonly most: number; readonly why: string; readonly source: string };

const seed = (part: string): string => `opencontainers SECURITY.md, ${part}`;
const distros = 'oss-security.openwall.org/wiki/mailing-lists/distros';
// A member whose company had closed two years before; one whose address had gone to another company, which bounced patches.
const stale = 'kubernetes/committee-security-response issues 198 and 199';

/** One row for each kind of reason. Of two that exclude each other the worse one weighs no less: more trouble never makes a better score. */
export const healthRules = {
  'no-contact': { points: 100, most: 100, why: 'Nobody can be told anything: what else is known of it means little.', source: stale },
  strikes: { points: 20, most: 60, why: 'Who keeps leaking is removed.', source: seed('Embargo Policy') },
  probation: { points: 30, most: 30, why: 'People decided that something must be mended by a date.', source: seed('Removal') },
  inactive: { points: 20, most: 20, why: 'Nobody of it carries any water.', source: seed('Contributing Back') },
  'no-alias': { points: 20, most: 20, why: 'It has no address where its security team reads.', source: seed('Membership Criteria 1') },
  'alias-silent': {
    points: 20,
    most: 20,
    why: 'What is sent to its address is not read.',
    source: `${seed('Membership Criteria 1')}; ${stale}`,
  },
  warned: { points: 15, most: 15, why: 'People told it to mend something.', source: seed('Removal') },
  'contact-gone': { points: 15, most: 30, why: 'Who is counted on to answer has left.', source: stale },
  'recertification-overdue': {
    points: 15,
    most: 15,
    why: 'Whether it meets the criteria is not known.',
    source: 'envoyproxy/envoy SECURITY.md, yearly review',
  },
  unacknowledged: { points: 10, most: 30, why: 'A date passed without a yes or no from it.', source: seed('Membership Criteria 5') },
  'no-usable-key': { points: 10, most: 10, why: 'Nothing can be sent to it encrypted.', source: seed('Requesting to Join') },
  // "inform the list of the work done even if no issues were encountered"
  unreviewed: {
    points: 5,
    most: 20,
    why: 'It had a patch, and never said how it went.',
    source: `${seed('Contributing Back')}; ${distros}`,
  },
  // linux-distros' duties have a primary and a backup; one that was given up without a word was noticed months later.
  'duty-undone': {
    points: 5,
    most: 20,
    why: 'It had a duty of the list, and never said that it was done.',
    source: `${seed('Contributing Back')}; ${distros}`,
  },
  // "fixing the issues within 10 days"
  unpublished: { points: 5, most: 20, why: 'Its users waited for the fix.', source: `${seed('Membership Criteria 3')}; ${distros}` },
  'key-expired': { points: 5, most: 10, why: 'Who picks that key cannot write to it.', source: seed('Requesting to Join') },
  'alias-untested': { points: 5, most: 5, why: 'Whether its address is read was never tried.', source: seed('Membership Criteria 1') },
  // linux-distros' statistics ended in 2019 when one person stopped.
  'no-backup': { points: 5, most: 5, why: 'While its one contact is away, nobody answers.', source: distros },
} as const satisfies Readonly<Record<string, HealthRule>>;

export type HealthKey = keyof typeof healthRules;
