import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, test } from 'vitest';
import { canonical, type PurlParts, purlText, readPurl } from '../../src/domain/values/purl.ts';
import { describeCorpora } from '../setup/needs.ts';
import { heldAgainst, type Outcome } from './held-against.ts';

/** An entry of the specification's suite, as its schema says. */
type Entry = {
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: string & PurlParts;
  readonly expected_output: unknown;
  readonly expected_failure: boolean;
};

function done({ test_type, input }: Entry): unknown {
  const purl = test_type === 'build' ? canonical(input) : readPurl(input);
  return purl === null || test_type === 'parse' ? purl : purlText(purl);
}

function outcome(entry: Entry): Outcome {
  const got = done(entry);
  const wanted = entry.expected_failure ? null : entry.expected_output;
  return sorted(got) === sorted(wanted) ? 'right' : { wrong: `${sorted(got)} instead of ${sorted(wanted)}` };
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each) =>
    each !== null && typeof each === 'object'
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );

const sameElsewhere = 'The suite also has it read and written with its qualifier in lower case, which both cannot be.';

describeCorpora('the package-URL specification', () => {
  test('is kept, each exception for its reason', () => {
    const folder = join(inject('corpora'), 'purl');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    const entries = files.flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { tests: Entry[] }).tests);
    const named = (entry: Entry) => `${entry.test_type} ${typeof entry.input === 'string' ? entry.input : JSON.stringify(entry.input)}`;
    const tried = entries.map((entry) => ({ entry: named(entry), outcome: outcome(entry) }));
    heldAgainst('package URLs', tried, {
      'parse pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25': sameElsewhere,
      'parse pkg:gem/jruby-launcher@1.1.2?Platform=java': sameElsewhere,
    });
  });
});
