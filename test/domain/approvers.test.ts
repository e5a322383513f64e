// From which accounts an order can be confirmed: out of reach of whoever could have forged it, where there is somebody.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approversOf, type Candidate } from '../../src/domain/approvers.ts';
import { ownerOf } from '../../src/domain/list/room.ts';
import { type PersonId, personId, platformOf } from '../../src/domain/values/ids.ts';

function id(text: string): PersonId {
  const found = personId(text);
  if (found === null) throw new Error(`${text} is no id`);
  return found;
}
const on = (name: string, server: string): PersonId =>
  id(server === 'slack' ? `slack:T1/U${name.toUpperCase()}` : `matrix:@${name}:${server}`);
const isForgeable = (account: PersonId) => platformOf(account) === 'matrix';

const candidate = (name: string, server: string, wish: Partial<Candidate> = {}): Candidate => ({
  ...{ person: on(name, 'a.example'), account: on(name, server), settled: true, away: false },
  ...wish,
});
const ada = { person: on('ada', 'a.example'), from: on('ada', 'a.example') };

/** The accounts that count, by their servers. */
function counting(candidates: readonly Candidate[], from = ada.from, ids: readonly PersonId[] = [ada.from]) {
  const { accounts, elsewhere } = approversOf(candidates, { ...ada, from, ids }, isForgeable);
  return [elsewhere, ...accounts.map(({ account }) => account.replace(/^(matrix:@|slack:T1\/U)/, ''))];
}

describe('who confirms an order from a homeserver', () => {
  test('is asked elsewhere, where somebody is: on another homeserver or on Slack, and there alone', () => {
    const same = candidate('grace', 'a.example');
    expect(counting([same])).toEqual([false, 'grace:a.example']);
    expect(counting([same, candidate('heidi', 'c.example')])).toEqual([true, 'heidi:c.example']);
    expect(counting([same, candidate('grace', 'slack')])).toEqual([true, 'GRACE']);
    expect(counting([candidate('heidi', 'c.example')])).toEqual([false, 'heidi:c.example']);
    const alone = (each: Candidate) => approversOf([each], { ...ada, ids: [ada.from] }, isForgeable).beyond;
    expect([alone(same), alone(candidate('heidi', 'c.example'))]).toEqual([false, true]);
  });

  test('is not by an account elsewhere that was linked a moment ago: whoever speaks as them here could have linked it', () => {
    const same = candidate('grace', 'a.example');
    expect(counting([same, candidate('grace', 'c.example', { settled: false })])).toEqual([false, 'grace:a.example', 'grace:c.example']);
  });

  test('is themselves only from an account that no server could forge, and that has been theirs for a day', () => {
    const own = (server: string, settled = true) => candidate('ada', server, { settled });
    expect(counting([own('a.example'), own('b.example')])).toEqual([false]);
    expect(counting([own('a.example'), own('slack', false)])).toEqual([false]);
    expect(counting([own('a.example'), own('slack'), candidate('grace', 'a.example')])).toEqual([true, 'ADA']);
  });

  test('is beyond all servers that speak for its giver, or where nobody is, beyond the one that it came from', () => {
    const [b, c] = [candidate('grace', 'b.example'), candidate('heidi', 'c.example')];
    const ids = [on('ada', 'a.example'), on('ada', 'b.example')];
    expect(counting([candidate('ivan', 'a.example'), b, c], ids[0], ids)).toEqual([true, 'heidi:c.example']);
    expect(counting([candidate('ivan', 'a.example'), b], ids[0], ids)).toEqual([true, 'grace:b.example']);
    // Given from an account that no server could forge, linked a moment ago from one that could.
    expect(counting([candidate('ivan', 'a.example'), b], on('ada', 'slack'), [ada.from, on('ada', 'slack')])).toEqual([
      true,
      'grace:b.example',
    ]);
  });

  test('is not only somebody who is away, who counts all the same', () => {
    const [same, away] = [candidate('grace', 'a.example'), candidate('heidi', 'c.example', { away: true })];
    expect(counting([same, away])).toEqual([false, 'grace:a.example', 'heidi:c.example']);
    expect(counting([same, away, candidate('ivan', 'd.example')])).toEqual([true, 'heidi:c.example', 'ivan:d.example']);
  });
});

test('whoever runs the homeserver that an order came from confirms nothing there while somebody else is elsewhere', () => {
  const servers = fc.constantFrom('a.example', 'b.example', 'c.example', 'slack');
  const one = fc.record({ name: fc.constantFrom('ada', 'grace', 'heidi'), server: servers, settled: fc.boolean(), away: fc.boolean() });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 6 }), fc.subarray(['b.example', 'slack'] as const), (all, linked) => {
      const candidates = all.map(({ name, server, ...wish }) => candidate(name, server, wish));
      const ids = [ada.from, ...linked.map((server) => on('ada', server))];
      const { accounts, elsewhere } = approversOf(candidates, { ...ada, ids }, isForgeable);
      const isBeyond = ({ account, settled }: Candidate) => settled && ownerOf(account) !== 'a.example';
      const others = candidates.filter(({ person }) => person !== ada.person);
      if (others.some((each) => isBeyond(each) && !each.away)) expect(accounts.filter((each) => !isBeyond(each))).toEqual([]);
      // Nobody is left without a way, and nobody counts who could not before.
      expect(accounts.length > 0 || others.length === 0).toBe(true);
      expect(accounts.every((each) => candidates.includes(each))).toBe(true);
      if (elsewhere) expect(accounts.length).toBeLessThan(candidates.length);
    }),
  );
});
