// What is said to one person of several embargoes at once is one message.
import { describe, expect, test } from 'vitest';
import { digest, remindedOfSeveral, type Ticked, without } from '../../../src/chat/embargo/digest.ts';
import type { EmbargoId, ListId } from '../../../src/domain/values/ids.ts';
import { ada, bob, carol, embargo, list, nova, secrets, seven, signedBy, start } from '../../setup/embargo.ts';
import { actionsOf, linesOf, messagesOf, understood } from '../../setup/said.ts';

const nudged = (...people: readonly { person: typeof bob.person }[]) =>
  [{ type: 'nudged', people: people.map(({ person }) => person) }] as const;
const of = (id: string, codename: string, facts: Ticked['facts']): Ticked => ({
  view: { embargo: embargo({ id: id as EmbargoId, codename, consents: signedBy(bob) }), list, now: start },
  facts,
});
const both = [of('e1', 'calm-otter', nudged(bob, carol)), of('e2', 'brisk-wren', nudged(bob))];

describe('two embargoes', () => {
  test('only who is reminded of both gets one message, and is left out of the others', () => {
    expect(remindedOfSeveral(both)).toEqual([bob.person]);
    expect(without(both[0]?.facts ?? [], [bob.person])).toEqual(nudged(carol));
  });

  test('each is named with what to press, and no two buttons read alike', () => {
    const [said, ...more] = digest(bob.person, both);
    expect([more, said?.embargo, said?.body]).toMatchObject([[], 'e1', { names: ['e2'] }]);
    const nodes = said === undefined ? [] : (messagesOf(said)[0]?.nodes ?? []);
    const labels = actionsOf(nodes).map(({ label }) => label);
    expect(labels).toEqual([...new Set(labels)]);
    for (const { words } of actionsOf(nodes)) expect(understood(words)).toMatchObject({ type: expect.stringMatching(/intent|ask/) });
    const text = linesOf(nodes).join('\n');
    expect(text).toContain('Reminder from the list oci. 2 embargoes are waiting on you, for Nova:');
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test('each is named once, whatever of it is due', () => {
    const passed = { type: 'passed-on', what: 'acknowledge', to: 'coordinators', distributors: [nova.id], people: [ada.person] } as const;
    const [said] = digest(ada.person, [
      { ...of('e1', 'calm-otter', [passed, ...nudged(ada)]) },
      { ...of('e2', 'brisk-wren', [passed, { ...passed, distributors: [seven.id] }]) },
    ]);
    const lines =
      said === undefined
        ? []
        : messagesOf(said).flatMap(({ nodes }) => nodes.flatMap((node) => (node.type === 'line' ? linesOf([node]) : [])));
    const named = (codename: string) => lines.filter((line) => line.includes(codename)).length;
    expect([named('calm-otter'), named('brisk-wren')]).toEqual([1, 1]);
    expect(lines.find((line) => line.includes('brisk-wren'))).toMatch(/Nova.*Seven Linux/);
  });

  test('of two lists are one message, which says of each whose it is', () => {
    const other = { ...list, id: 'distros' as ListId, name: 'distros' };
    const [said, ...more] = digest(bob.person, [
      both[0] as Ticked,
      { ...(both[1] as Ticked), view: { ...(both[1] as Ticked).view, list: other } },
    ]);
    const text = said === undefined ? '' : linesOf(messagesOf(said)[0]?.nodes ?? []).join('\n');
    expect(more).toEqual([]);
    expect(text).toContain('Reminder from the lists oci, distros. 2 embargoes are waiting on you:');
    expect(text).toMatch(/calm-otter.* \(oci, for Nova\)/);
    expect(text).toMatch(/brisk-wren.* \(distros, for Nova\)/);
    // Whether its reader is on the other list still is asked when it is sent: then no list is named.
    expect(said?.body).toMatchObject({ less: { nodes: [{ line: ["Reminder. To see what's waiting on you: ", { text: 'todo' }] }] } });
  });

  test('a decision stays a message of its own', () => {
    const decision = [{ type: 'reminded', deadline: 'decision', target: start, rungMs: 0, skippedMs: [], people: [bob.person] }] as const;
    expect(remindedOfSeveral([of('e1', 'calm-otter', decision), of('e2', 'brisk-wren', nudged(bob))])).toEqual([]);
  });
});
