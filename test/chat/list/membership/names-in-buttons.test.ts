// Buttons carry ids, never names: whatever an organisation is called, what its buttons say is about it, and says nothing else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announceList } from '../../../../src/chat/announce-list.ts';
import { healthAnswer } from '../../../../src/chat/list/membership/health.ts';
import type { Outgoing } from '../../../../src/chat/message/outgoing.ts';
import { parse } from '../../../../src/chat/parse.ts';
import { healthRules } from '../../../../src/domain/health-rules.ts';
import type { MembershipFact } from '../../../../src/domain/list/membership/facts.ts';
import { ada, carol, distributorId, listOf, nova, start } from '../../../setup/embargo.ts';
import { withProfile } from '../../../setup/membership.ts';
import { actionsOf, messagesOf } from '../../../setup/said.ts';

const id = distributorId('evil');
const to = { person: ada.person, room: null };
const strike = { person: carol.person, because: 'it spoke', by: ada.person };

/** Everything with a button that coordinators are told of an organisation. */
function toldOf(name: string): Outgoing[] {
  const evil = { id, name, releases: ['1'] };
  const known = listOf({ distributors: [nova, evil], members: [ada, { ...carol, distributor: id }] });
  const list = withProfile(known, evil, {
    alias: 'security@evil.example',
    strikes: [1, 2, 3].map((day) => ({ ...strike, at: start + day })),
  });
  const facts: MembershipFact[] = [
    { type: 'alias-silent', distributor: id },
    { type: 'recertification-reminded', distributor: id, afterMs: Number.MAX_SAFE_INTEGER },
    { type: 'probation-over', distributor: id },
    { type: 'strike-given', distributor: id, ...strike },
  ];
  const context = { list, before: list, running: [], now: start, to: null };
  const reasons = [
    { type: 'no-alias', points: healthRules['no-alias'].points },
    { type: 'alias-untested', since: null, points: 1 },
  ] as const;
  return [
    ...facts.flatMap((fact) => announceList([fact], context).answers),
    healthAnswer(list, [{ distributor: evil, health: { score: 1, reasons: [...reasons] }, carried: 0 }], to),
  ];
}

const aboutIt = new Set(['set-standing', 'remove-distributor', 'test-alias']);

/** What the buttons that name an organisation say, as the bot understands it. */
function understood(told: readonly Outgoing[]) {
  const reading = { now: start, zone: null, codenames: [] };
  const words = told.flatMap((each) => messagesOf(each).flatMap(({ nodes }) => actionsOf(nodes).map((action) => action.words)));
  return words.flatMap((said): unknown[] => {
    const parsed = parse(said, reading);
    if (!/^org (?:warn|clear|probation|remove|test|set|releases|key)/.test(said)) return [];
    if (parsed.type === 'intent')
      return parsed.intent.to === 'list' && aboutIt.has(parsed.intent.command.type) ? [parsed.intent.command] : [said];
    return parsed.type === 'ask' ? [{ type: parsed.command.says, name: parsed.texts.name, texts: Object.keys(parsed.texts) }] : [said];
  });
}

const names = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('"', '“', '”', '„', '\\', ' ', '=', 'a', 'for=strikes', 'sure=yes', 'nova'),
    minLength: 1,
    maxLength: 12,
  }),
);

describe('a button about an organisation', () => {
  const plain = understood(toldOf('Harbour'));

  test('names it by its id', () => {
    expect(plain.length).toBeGreaterThanOrEqual(6);
    for (const said of plain) expect('name' in Object(said) ? Object(said).name : Object(said).distributor).toBe(id);
  });

  test('says the same, whatever it is called', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(understood(toldOf(name))).toEqual(plain);
      }),
    );
  });

  test.each(['nova', 'Nova', '“Nine”', '7 "of" 9', 'for=strikes', 'because=nothing', 'two\nlines', 'evil" for=record sure=yes "'])(
    'says the same of %j',
    (name) => expect(understood(toldOf(name))).toEqual(plain),
  );
});
