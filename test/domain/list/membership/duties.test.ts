// Who carries what the policy asks of members: claimed, assigned, rotated, handed over once that is accepted.
import { describe, expect, test } from 'vitest';
import type { ListCommand } from '../../../../src/domain/list/commands.ts';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import { dutiesOf } from '../../../../src/domain/list/membership/duties.ts';
import { listTodosOf } from '../../../../src/domain/list/todos.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import { ada, bob, carol, dave, distributorId, list, listOf, member, nova, seven, start } from '../../../setup/embargo.ts';
import { codeOf, heard, since, told } from '../../../setup/membership.ts';

const iron = { id: distributorId('iron'), name: 'Old Iron', releases: ['9'] };
const erin = member('erin', 'representative', 'iron');
const three = listOf({ distributors: [nova, seven, iron], members: [ada, bob, carol, dave, erin] });

const claim = (number: number, place: 'primary' | 'backup' | null = null): ListCommand => ({ type: 'claim-duty', number, place });
const drop = (number: number): ListCommand => ({ type: 'drop-duty', number });
const assign = (primary: string, backup: string | null = null): ListCommand => ({ type: 'assign-duty', number: 1, primary, backup });
const rotate = (number: number | null = 1): ListCommand => ({ type: 'rotate-duty', number });
const offer = (distributor: string): ListCommand => ({ type: 'offer-duty', number: 1, distributor });
const answer = (accept: boolean): ListCommand => ({ type: 'answer-duty', number: 1, accept });

const heldIn = (on: List, number = 1) => {
  const { primary, backup, offer: open } = dutiesOf(on)[number - 1]?.held ?? { primary: null, backup: null };
  return [primary, backup, ...(open === undefined ? [] : [`${open.from} to ${open.to}`])].join(' ');
};
const heldAfter = (...lines: readonly (readonly [Member, ListCommand])[]) => heldIn(heard(three, ...lines));
const both = heard(three, [bob, claim(1)], [carol, claim(1)]);
const offered = heard(both, [bob, offer('Old Iron')]);

describe('a duty', () => {
  test('is claimed: first its primary, then its backup', () => {
    expect(heldIn(three)).toBe(' ');
    expect(heldAfter([bob, claim(1)])).toBe('nova ');
    expect(heldIn(both)).toBe('nova seven');
    expect(codeOf(both, erin, claim(1))).toBe('duty-taken');
    expect(codeOf(both, erin, claim(1, 'primary'))).toBe('duty-taken');
    expect(codeOf(both, bob, claim(1))).toBe('duty-held-already');
    expect(codeOf(both, bob, claim(1, 'backup'))).toBe('duty-held-already');
    expect(codeOf(three, bob, claim(1, 'backup'))).toBe('duty-needs-primary');
    expect(codeOf(three, bob, claim(4))).toBe('no-duty');
    expect(codeOf(three, bob, claim(0))).toBe('no-duty');
  });

  test('is given up: its backup becomes the primary', () => {
    expect(heldIn(heard(both, [bob, drop(1)]))).toBe('seven ');
    expect(heldIn(heard(both, [carol, drop(1)]))).toBe('nova ');
    expect(codeOf(both, erin, drop(1))).toBe('duty-not-yours');
  });

  test('is assigned by a coordinator, to who can do it', () => {
    expect(heldAfter([ada, assign('Old Iron', 'Nova')])).toBe('iron nova');
    // A backup that is not named stays.
    expect(heldIn(heard(both, [ada, assign('Old Iron')]))).toBe('iron seven');
    expect(heldIn(heard(both, [ada, assign('Seven Linux')]))).toBe('seven ');
    expect(codeOf(both, ada, assign('Nova', 'Nova'))).toBe('same-duty-holder');
    expect(codeOf(both, ada, assign('Nova', 'Seven Linux'))).toBe('duty-unchanged');
    expect(codeOf(both, ada, assign('Rust'))).toBe('unknown-distributor');
    expect(codeOf(listOf({ members: [ada, bob] }), ada, assign('Seven Linux'))).toBe('no-one-for-duty');
  });

  test('goes round by name: the backup becomes the primary', () => {
    const turns = [both];
    for (let turn = 0; turn < 3; turn++) turns.push(heard(turns.at(-1) ?? both, [ada, rotate()]));
    // Nova, Old Iron, Seven Linux, and Nova again.
    expect(turns.map((each) => heldIn(each))).toEqual(['nova seven', 'seven nova', 'nova iron', 'iron seven']);
    expect(codeOf(listOf({ members: [ada, bob] }), ada, rotate())).toBe('rotation-needs-two');
    expect(codeOf(three, ada, rotate(9))).toBe('no-duty');
  });

  test('that nobody carries begins with whoever has its turn, so that all of them are shared out', () => {
    const shared = heard(three, [ada, rotate(null)]);
    expect([1, 2, 3].map((number) => heldIn(shared, number))).toEqual(['nova iron', 'iron seven', 'seven nova']);
  });
});

describe('a handover', () => {
  test('counts once it is accepted', () => {
    expect(heldIn(offered)).toBe('nova seven nova to iron');
    expect(listTodosOf(offered, erin.person, start).map(({ type }) => type)).toEqual(['duty-offer']);
    expect(heldIn(heard(offered, [erin, answer(true)]))).toBe('iron seven');
    expect(heldIn(heard(offered, [erin, claim(1)]))).toBe('iron seven');
    // To the backup, whose place is free by that.
    expect(heldIn(heard(both, [bob, offer('Seven Linux')], [carol, answer(true)]))).toBe('seven ');
    // By the backup, to the primary.
    expect(heldIn(heard(both, [carol, offer('Nova')], [bob, answer(true)]))).toBe('nova ');
  });

  test('is declined, or taken back before it is accepted, and by nobody else', () => {
    expect(told(offered, erin, answer(false))).toMatchObject([{ type: 'duty-offer-ended', how: 'declined' }]);
    expect(told(offered, bob, answer(false))).toMatchObject([{ type: 'duty-offer-ended', how: 'taken-back' }]);
    expect(heldIn(heard(offered, [bob, answer(false)]))).toBe('nova seven');
    expect(codeOf(offered, bob, answer(true))).toBe('no-duty-offer');
    expect(codeOf(offered, carol, answer(false))).toBe('no-duty-offer');
    expect(codeOf(heard(offered, [bob, answer(false)]), erin, answer(true))).toBe('no-duty-offer');
  });

  test('is one at a time, and to another organization', () => {
    expect(codeOf(offered, bob, offer('Seven Linux'))).toBe('duty-offered-already');
    expect(codeOf(offered, carol, offer('Nova'))).toBe('duty-offered-already');
    expect(codeOf(both, bob, offer('Nova'))).toBe('duty-to-yourself');
    expect(codeOf(both, erin, offer('Nova'))).toBe('duty-not-yours');
  });

  test('is over once whoever offered it has it no more, or who was asked has it', () => {
    expect(heldIn(heard(offered, [bob, drop(1)]))).toBe('seven ');
    expect(heldIn(heard(offered, [ada, assign('Old Iron', 'Nova')]))).toBe('iron nova');
    // The other place has nothing to do with it.
    expect(heldIn(heard(offered, [carol, drop(1)]))).toBe('nova  nova to iron');
  });
});

describe('who carries something and leaves', () => {
  const gone = (on: List, distributor: typeof nova) =>
    since(on, [
      { type: 'distributor-removed', distributor: distributor.id, ground: { type: 'strikes' }, because: 'x', name: distributor.name },
    ]);

  test('carries nothing any more; its backup has it', () => {
    expect(heldIn(gone(both, nova))).toBe('seven ');
    expect(heldIn(gone(both, seven))).toBe('nova ');
    expect(heldIn(gone(offered, iron))).toBe('nova seven');
  });

  test('a duty in other words is another one, and nobody carries it yet', () => {
    const { duties, ...rules } = policyOf('oci');
    const [first, ...others] = duties;
    const set = (changed: typeof duties): List =>
      since(both, [{ type: 'policy-set', version: 2, preset: null, rules: { ...rules, duties: changed } }]);
    expect(heldIn(set([{ kind: 'technical', text: 'Test.' }, ...others]))).toBe(' ');
    // That it blocks, or stands elsewhere, makes it no other.
    expect(heldIn(set([...others, { kind: 'technical', text: first?.text ?? '', before: true }]), 3)).toBe('nova seven');
  });
});

test('its primary has it since they got it, whatever becomes of the backup', () => {
  const later = since(
    both,
    [{ type: 'duty-assigned', duty: dutiesOf(both)[0]?.key ?? '', primary: nova.id, backup: null, how: 'assigned' }],
    start + dayMs,
  );
  expect(dutiesOf(later)[0]?.held.since).toBe(start);
  expect(dutiesOf(heard(list, [bob, claim(1)]))[0]?.held.since).toBe(start);
});
