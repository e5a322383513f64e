// What Slack is given for lists of 1, 50 and 300: at 1 compared whole, at 50 and 300 as a client shows it, page by page, with the files in golden/
// (vitest -u writes them anew; read what changed). Every page is within Slack's limits.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { card } from '../../../../src/chat/embargo/card.ts';
import { leakReported } from '../../../../src/chat/embargo/leak/report.ts';
import { reminders } from '../../../../src/chat/embargo/reminder.ts';
import { formOf } from '../../../../src/chat/forms.ts';
import { homePage } from '../../../../src/chat/home.ts';
import type { Message } from '../../../../src/chat/message/message.ts';
import { preferenceNodes } from '../../../../src/chat/people/people.ts';
import { saveList } from '../../../../src/db/lists.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import type { List } from '../../../../src/domain/list/list.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import { choicesFrom } from '../../../../src/inbound/select-options.ts';
import { limits } from '../../../../src/platforms/slack/limits.ts';
import { options } from '../../../../src/platforms/slack/outbound/inputs.ts';
import { renderModal } from '../../../../src/platforms/slack/outbound/modal.ts';
import { charactersIn } from '../../../../src/platforms/slack/outbound/pack.ts';
import { renderHome, renderPages } from '../../../../src/platforms/slack/outbound/render.ts';
import {
  actions,
  bold,
  bullets,
  button,
  code,
  divider,
  header,
  input,
  lineEnd,
  plain,
  rich,
  section,
  text,
  when,
} from '../../../rig/slack/block-kit.ts';
import { homeFault, messageFault, optionsFault, viewFault } from '../../../rig/slack/fake-slack-blocks.ts';
import { linesOf } from '../../../rig/slack/text.ts';
import { openTestDatabase, type TestDatabase } from '../../../setup/database.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  date,
  listOfMany,
  nova,
  patch,
  patches,
  review,
  reviews,
  signedBy,
  start,
} from '../../../setup/embargo.ts';
import { messagesOf, understood } from '../../../setup/said.ts';

const release = '12.4';
const nameOf = (number: number) => `Community Linux Distribution ${number}`;
const until = when(date, 'Tue, Mar 17, 14:00 UTC');

/** So many distributors, each with a name of usual length, one release and one representative. */
function listWith(count: number): List {
  const { list } = listOfMany(count);
  const distributors = Object.values(list.distributors).map((each, index) => [
    each.id,
    { ...each, name: nameOf(index + 1), releases: [release] },
  ]);
  return { ...list, distributors: Object.fromEntries(distributors) };
}

/** Under review: of each four distributors one is done, one is at it, and two have not begun. Half of the people have acknowledged. */
function underReview(list: List, count: number): Embargo {
  const { representatives } = listOfMany(count);
  const begun = representatives.flatMap((each, index) => (index % 4 < 2 ? [{ each, index }] : []));
  return agreedEmbargo({
    consents: signedBy(...representatives.filter((_, index) => index % 2 === 0)),
    patches: patches(patch(1)),
    reviews: reviews(
      ...begun.map(({ each, index }) => {
        const end = index % 4 === 0 ? { at: start, outcome: 'no-issues' as const, because: null } : null;
        return review(index + 1, {
          reviewer: each.person,
          distributor: Object.values(list.distributors)[index]?.id ?? nova.id,
          release,
          end,
        });
      }),
    ),
  });
}

const cardOf = (count: number): Message => {
  const list = listWith(count);
  return card({ embargo: underReview(list, count), list, now: start });
};

/** Bob's, who is on a list with so many embargoes, each of which he owes something. */
const homeOf = (count: number): Message => {
  const views = Array.from({ length: count }, (_, index) => {
    const codename = `calm-otter-${index + 1}`;
    return { embargo: agreedEmbargo({ codename, patches: patches(patch(1)) }), list: bobs(1), now: start };
  });
  const reach = { ids: [{ id: bob.person, name: 'bob' }], reach: null, quiet: null, zone: 'Europe/Berlin' };
  return homePage({ person: bob.person, lists: [bobs(1)], views, preferences: preferenceNodes(reach, bob.person), now: start });
};

/** The list on which bob alone speaks for a distributor that ships so many releases. */
function bobs(count: number): List {
  const { list } = listOfMany(0);
  const releases = Array.from({ length: count }, (_, index) => `24.${index + 1}`);
  return { ...list, distributors: { [nova.id]: { ...nova, releases } }, members: { [ada.person]: ada, [bob.person]: bob } };
}

const reminderOf = (count: number): Message => {
  const fact = { type: 'reminded', deadline: 'disclosure', target: date, rungMs: -3 * dayMs, skippedMs: [], people: [bob.person] } as const;
  const scene = { embargo: agreedEmbargo({ patches: patches(patch(1)) }), list: bobs(count), now: date - 3 * dayMs };
  return reminders(fact, scene).flatMap(messagesOf)[0] as Message;
};

const leakOf = (count: number): Message => {
  const list = listWith(count);
  const embargo = agreedEmbargo({ consents: signedBy(ada) });
  const context = { embargo, before: embargo, list, now: start, by: { person: ada.person, room: null } };
  return leakReported({ type: 'leak-reported', where: 'x', what: 'x' }, context).flatMap(messagesOf)[0] as Message;
};

const posted = (message: Message) => renderPages(message, { repeated: false }).map(({ blocks }) => blocks as readonly unknown[]);
const published = (message: Message) => [renderHome(message).blocks as readonly unknown[]];
const whole = (pages: readonly (readonly unknown[])[]) => {
  expect(pages).toHaveLength(1);
  return pages[0];
};
/** The pages as a client shows them. */
const shown = (pages: readonly (readonly unknown[])[]) => `${pages.map((page) => linesOf(page, null).join('\n')).join('\n\n----\n\n')}\n`;

describe('for a list of one', () => {
  test('the card is this', () => {
    expect(whole(posted(cardOf(1)))).toEqual([
      header('calm-otter'),
      rich(
        section(
          ...[bold('Status'), text(': '), text('the date is agreed'), lineEnd],
          ...[bold('Disclosure date'), text(': '), ...until, text(', in 15 days 5 h')],
        ),
      ),
      divider,
      rich(section(bold('Before disclosure:'))),
      rich({
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          section(text('✓ '), text('date agreed')),
          section(text('☐ '), text('acknowledge: ada')),
          section(text('✓ '), text('patch v1 published')),
          section(text('✓ '), text('tested on every release')),
        ],
      }),
      rich(section(bold('Next: '), text('ada to acknowledge'))),
      divider,
      rich(section(bold('Acknowledged'), text(': '), text('1 of 2'))),
      rich(section(bold('Reviews of patch revision 1'))),
      bullets(`${nameOf(1)} ${release}: no issues found (r1)`),
      actions(
        button(1, 'My to-dos', 'todo'),
        button(2, 'Acknowledge…', 'terms calm-otter'),
        button(3, 'Test the patch…', 'review calm-otter'),
        button(4, 'Details', 'details calm-otter'),
      ),
    ]);
  });

  test('the page is this', () => {
    const otter = code('calm-otter-1');
    const row = (...elements: unknown[]) => rich({ type: 'rich_text_list', style: 'bullet', elements: [section(otter, ...elements)] });
    expect(whole(published(homeOf(1)))).toEqual([
      header('Waiting on you'),
      row(text(': test patch v1 on 24.1'), text(', by '), ...until, text(', in 15 days 5 h')),
      actions(button(1, 'Test patch v1 on 24.1', 'review calm-otter-1 24.1', 'primary')),
      header('Your embargoes'),
      row(text(': the date is agreed'), text('; '), ...until, text(', in 15 days 5 h')),
      header('Your reviews'),
      rich(section(text('None.'))),
      header('Your settings'),
      rich(section(bold('Time zone'), text(': '), text('Europe/Berlin'), lineEnd, bold('Quiet hours'), text(': '), text('none'))),
      actions(
        button(2, 'Time zone…', 'settings zone'),
        button(3, 'Quiet hours…', 'settings quiet'),
        button(4, 'Link another account', 'account link'),
      ),
      actions(button(5, 'List', 'list'), button(6, 'Report a leak…', 'report leak'), button(7, 'Help', 'help')),
    ]);
  });

  test('the reminder is this', () => {
    expect(whole(posted(reminderOf(1)))).toEqual([
      header('calm-otter · oci list'),
      rich(section(text('Reminder. '), text('Disclosure: '), ...until, text(', in 3 days'), text('.'))),
      rich(section(text('Waiting on you, for Nova:'))),
      bullets('test patch v1 on 24.1'),
      actions(button(1, 'Test patch v1 on 24.1', 'review calm-otter 24.1', 'primary')),
      rich(section(text('Questions? Ask ada.'), text(' '), text('Later: '), code('snooze 1d'))),
    ]);
  });

  test('the leak alert is this', () => {
    expect(whole(posted(leakOf(1)))).toEqual([
      header('calm-otter · oci list 🚨 Leak reported'),
      rich(section(text('ada reported a leak.'))),
      bullets(
        'Find out exactly what got out and to whom, and record it.',
        "Ask those who have it to take it down and keep it to themselves. Don't say what it's about.",
        "If anyone can read it, it's public, so publish. That's the default.",
        'The person who let it out tells the list what and to whom. A retrospective follows.',
      ),
      actions(
        button(1, 'Disclose now…', 'end calm-otter', 'danger'),
        button(2, 'Propose an hour today…', 'date today calm-otter'),
        button(3, 'Keep the embargo…', 'keep calm-otter'),
        button(4, 'Show leak 1', 'leak show calm-otter 1'),
        button(5, 'Assess leak 1…', 'leak class calm-otter leak=1'),
      ),
    ]);
  });
});

describe.each([50, 300])('for a list of %i', (count) => {
  test('the card is in its file: it counts the reviews, and says where each of them is', async () => {
    const pages = posted(cardOf(count));
    expect(pages.map(messageFault)).toEqual(pages.map(() => null));
    const lines = shown(pages);
    await expect(lines).toMatchFileSnapshot(`golden/card-${count}.txt`);
    // So many are counted, each once, and the way to all of them is said; what is left to do names the first few.
    const counts =
      /^Reviews of patch revision 1: (\d+) no review yet, (\d+) no issues found, (\d+) testing\. `reviews` shows each\.$/m.exec(lines);
    expect(counts?.slice(1).reduce((sum, each) => sum + Number(each), 0)).toBe(count);
    expect(lines.match(/Community Linux Distribution \d+ 12\.4/g)).toHaveLength(6);
    expect(lines).toMatch(/^Acknowledged: \d+ of \d+$/m);
    const marks = pages.map((page) => /^\(page \d+ of \d+\)$/.exec(linesOf(page, null)[0] ?? '')?.[0]);
    expect(marks).toEqual(pages.length === 1 ? [undefined] : pages.map((_, index) => `(page ${index + 1} of ${pages.length})`));
    expect(pages.every((page) => charactersIn(page) <= limits.charactersPerMessage)).toBe(true);
  });

  test('the page of somebody with as many embargoes is in its file, and says what it leaves out', async () => {
    const [blocks = []] = published(homeOf(count));
    expect(homeFault({ type: 'home', blocks })).toBe(null);
    expect(JSON.stringify(blocks).length).toBeLessThan(limits.bytesPerHome);
    await expect(shown([blocks])).toMatchFileSnapshot(`golden/home-${count}.txt`);
  });

  test('the reminder of somebody with as many releases to review is in its file, and has buttons for the first', async () => {
    const pages = posted(reminderOf(count));
    expect(pages.map(messageFault)).toEqual(pages.map(() => null));
    await expect(shown(pages)).toMatchFileSnapshot(`golden/reminder-${count}.txt`);
  });

  test('the leak alert is what it is for one', () => {
    const pages = posted(leakOf(count));
    expect(pages.map(messageFault)).toEqual([null]);
    expect(pages).toEqual(posted(leakOf(1)));
  });
});

describe('the form that asks for a distributor', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('embedded');
  });
  afterAll(() => database.drop());

  test('is as large with 300 as with one: what can be picked is asked for as it is typed, and each can be found', async () => {
    const asked = understood('people add');
    if (asked.type !== 'ask') throw new Error('no form');
    const view = renderModal(formOf(asked), { room: null });
    expect(viewFault({ ...view })).toBe(null);
    expect(view.blocks).toEqual([
      expect.objectContaining({ block_id: 'person', element: expect.objectContaining({ type: 'users_select' }) }),
      expect.objectContaining({ block_id: 'role', element: expect.objectContaining({ type: 'static_select' }) }),
      {
        type: 'input',
        block_id: 'distributor',
        label: plain('Organization'),
        hint: plain('Their organization; coordinators can leave it empty'),
        optional: true,
        element: { type: 'external_select', action_id: 'pick:distributor', min_query_length: 0 },
      },
      input('name', 'Name', 'Their name here, if not the one on the platform', true, 60),
    ]);

    await saveList(database.db, null, listWith(300));
    const offered = async (typed: string) =>
      options(await choicesFrom(database.db, () => start)({ by: ada.person, room: null, from: 'distributor', typed, words: '' }));
    expect(await offered('')).toHaveLength(limits.optionsPerSelect);
    for (const typed of ['', 'community', 'distribution 29', nameOf(300)])
      expect(optionsFault({ options: await offered(typed) })).toBe(null);
    expect((await offered(nameOf(299))).map(({ value }) => value)).toEqual([nameOf(299)]);
    expect((await offered('distribution 29')).map(({ value }) => value)).toEqual(
      [29, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299].map(nameOf),
    );
  });
});
