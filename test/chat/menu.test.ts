// The bare command: what somebody may do here, now. What they owe comes first; what would be refused is not offered.
import { describe, expect, it } from 'vitest';
import { foundersMenu, menuNodes } from '../../src/chat/embargo/menu.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import type { Member } from '../../src/domain/list/list.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  date,
  dave,
  embargo,
  list,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  signedBy,
  start,
} from '../setup/embargo.ts';
import { actionsOf, linesOf, understood } from '../setup/said.ts';

const menu = (who: Member, ...embargoes: readonly Embargo[]) =>
  menuNodes(
    list,
    embargoes.map((each) => ({ embargo: each, list, now: start })),
    who.person,
  );
const offered = (who: Member, ...embargoes: readonly Embargo[]) => actionsOf(menu(who, ...embargoes)).map(({ words }) => words);

const agreed = agreedEmbargo();
const patched = agreedEmbargo({ patches: patches(patch(1)) });
const other = embargo({ codename: 'brisk-wren', proposals: proposals(proposal(1, date + dayMs)) });

describe('the menu', () => {
  it('offers the embargo that runs, and what one may do on it by role', () => {
    expect(offered(ada, agreed)).toEqual([
      'status calm-otter',
      'patch publish calm-otter',
      'details calm-otter',
      'create',
      'home',
      'members',
      'report leak',
      'help',
    ]);
    expect(offered(bob, agreed)).toEqual([
      'status calm-otter',
      'details calm-otter',
      'note calm-otter',
      'home',
      'members',
      'report leak',
      'help',
    ]);
  });

  it('begins with what is owed, the earliest first', () => {
    expect(offered(bob, patched)).toEqual([
      'review calm-otter 24',
      'status calm-otter',
      'details calm-otter',
      'note calm-otter',
      'home',
      'members',
      'report leak',
      'help',
    ]);
    expect(linesOf(menu(bob, embargo()))).toEqual([
      'What would you like to do?',
      '[Accept Tue, Mar 17, 14:00 UTC] [Reject Tue, Mar 17, 14:00 UTC…] [Propose another date…] [Status] [Details] [Propose a date…] [My page] [Members] [Report a leak…] [Help]',
    ]);
  });

  it('offers who has not acknowledged the terms, and nothing that would be refused before', () => {
    expect(offered(bob, agreedEmbargo({ consents: signedBy(ada) }))).toEqual([
      'terms calm-otter',
      'status calm-otter',
      'home',
      'members',
      'report leak',
      'help',
    ]);
  });

  it('goes on with a review that was begun', () => {
    const begun = { ...patched, consents: signedBy(ada, bob, dave), reviews: reviews(review(1, { step: 3, release: '24' })) };
    expect(offered(bob, begun)).toContain('review calm-otter 24');
  });

  it('of an embargo that has ended offers what is left to do', () => {
    const ended = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'public', because: null } });
    expect(offered(bob, ended)).toEqual([
      'link calm-otter packages',
      'status calm-otter',
      'details calm-otter',
      'note calm-otter',
      'home',
      'members',
      'report leak',
      'help',
    ]);
  });

  it('of several embargoes has a button for each', () => {
    expect(offered(bob, agreed, { ...other, consents: signedBy(ada, bob), proposals: agreed.proposals, agreed: agreed.agreed })).toEqual([
      'status calm-otter',
      'status brisk-wren',
      'home',
      'list',
      'members',
      'report leak',
      'help',
    ]);
  });

  it('without any embargo is about the list', () => {
    expect([offered(ada), offered(bob)]).toEqual([
      ['create', 'home', 'members', 'report leak', 'help'],
      ['home', 'members', 'report leak', 'help'],
    ]);
  });

  it('is never a wall of buttons, and each says something that is understood', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...embargo({ codename: `calm-otter` }), id: `e${index}` as Embargo['id'] }));
    for (const nodes of [menu(ada, embargo()), menu(bob, patched, other), menu(ada, ...many), foundersMenu()]) {
      const buttons = actionsOf(nodes);
      expect(buttons.length).toBeLessThanOrEqual(13);
      for (const { words } of buttons) expect(['intent', 'ask']).toContain(understood(words).type);
    }
  });
});
