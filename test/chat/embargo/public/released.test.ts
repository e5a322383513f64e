// What goes public leaves as files once the embargo has ended and is public, and two people approved the post: to those who publish it, and in the card's thread.
import { describe, expect, test } from 'vitest';
import { announce } from '../../../../src/chat/embargo/announce.ts';
import type { MessageFile } from '../../../../src/chat/message/message.ts';
import type { Outgoing } from '../../../../src/chat/message/outgoing.ts';
import type { Embargo, Ending, EndReason, PublicTextKind } from '../../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import type { Member } from '../../../../src/domain/list/list.ts';
import { dayMs, type Instant } from '../../../../src/domain/values/time.ts';
import { gate } from '../../../../src/outbound/audience-gate.ts';
import { draftsOf, hashOf } from '../../../../src/publish/drafts.ts';
import { ada, agreedEmbargo, bob, carol, date, dave, grace, list, signedBy, start } from '../../../setup/embargo.ts';
import { linesOf, messagesOf, whereTo } from '../../../setup/said.ts';

const held = agreedEmbargo({ consents: signedBy(ada, bob, carol, dave) });

/** Approved by these, as it stands. */
function approved(from: Embargo, kind: PublicTextKind, ...people: readonly Member[]): Embargo {
  const hash = hashOf(draftsOf(kind, from, list, start));
  const approvals = people.map(({ person }) => ({ by: person, at: start, hash }));
  return { ...from, texts: { ...from.texts, [kind]: { ...from.texts?.[kind], approvals } } };
}

function ended(from: Embargo, reason: EndReason = 'disclosed', now: Instant = date) {
  const ending: Pick<Ending, 'because' | 'by' | 'reason'> = { reason, by: [ada.person, bob.person], because: null };
  const fact = { type: 'embargo-ended', ...ending } as const;
  const after = evolve(from, { fact, at: now, by: bob.person });
  return { after, messages: announce([fact], { embargo: after, before: from, list, now, by: { person: bob.person, room: null } }) };
}

const filesIn = (each: Outgoing): readonly MessageFile[] => messagesOf(each)[0]?.files ?? [];
const handed = (messages: readonly Outgoing[]) =>
  messages
    .filter((each) => filesIn(each).length > 0)
    .map(
      (each) =>
        `${whereTo(each)}: ${filesIn(each)
          .map(({ name }) => name)
          .join(' ')}`,
    );
const wordsTo = (who: string, messages: readonly Outgoing[]) =>
  messages.filter((each) => whereTo(each) === who).flatMap((each) => linesOf(messagesOf(each)[0]?.nodes ?? []));

describe('the post that two people approved', () => {
  const from = approved(held, 'post', ada, bob);

  test('goes out with the records: to coordinators, who publish it, and in the thread of the card', () => {
    const { messages } = ended(from);
    const files = 'calm-otter-post.txt calm-otter-cve.json calm-otter-csaf.json calm-otter-osv.json calm-otter-ghsa.txt';
    expect(handed(messages)).toEqual([`ada: ${files}`, `grace: ${files}`, `#oci-private: ${files}`]);
    expect(wordsTo('ada', messages)).toContain('Not in it: Release notes. Two people approve that first: `draft release-notes`.');
  });

  test('goes out with the release notes where they were approved, too', () => {
    const { messages } = ended(approved(from, 'release-notes', grace, bob));
    expect(handed(messages)).toEqual(expect.arrayContaining([expect.stringMatching(/^ada: .*post\.txt calm-otter-release-notes\.txt /)]));
    expect(wordsTo('ada', messages).join('\n')).not.toContain('Not in it');
  });

  test('goes out, too, when it is disclosed on a later day than the text says', () => {
    expect(handed(ended(from, 'disclosed', date + 2 * dayMs).messages)).toHaveLength(3);
    expect(handed(ended(from, 'public', date - 2 * dayMs).messages)).toHaveLength(3);
  });

  test('is not handed out as a file where it ended without being public', () =>
    expect(handed(ended(from, 'not-a-vulnerability').messages)).toEqual([]));

  test('is heard before the end by nobody, and by a coordinator only who has acknowledged', () => {
    const { after, messages } = ended(from);
    const heard = (embargo: Embargo) =>
      messages
        .filter((each) => filesIn(each).length > 0)
        .map((each) => {
          const passed = gate(each, { list, embargo, audit: null, now: date });
          return `${whereTo(each)}: ${passed.type === 'message' ? (passed.message.files?.length ?? 0) : passed.type}`;
        });
    expect(heard(from)).toEqual(['ada: withheld', 'grace: withheld', '#oci-private: withheld']);
    expect(heard(after)).toEqual(['ada: 5', 'grace: 0', '#oci-private: 5']);
    // A coordinator who has not acknowledged is told that it ended, all the same.
    const toGrace = messages.find((each) => whereTo(each) === 'grace');
    expect(linesOf(messagesOf(toGrace as Outgoing)[1]?.nodes ?? [])).toContain(
      "The embargo has ended: it's disclosed. You can talk about it now.",
    );
  });
});

describe('without two approvals of the post as it stands', () => {
  const edited = (from: Embargo): Embargo => {
    const post = { approvals: from.texts?.post?.approvals ?? [], written: { text: 'Another text.', by: ada.person, at: start } };
    return { ...from, texts: { ...from.texts, post } };
  };

  test.each([
    ['where nobody approved it', held],
    ['where one person did', approved(held, 'post', ada)],
    ['where no coordinator did', approved(held, 'post', bob, carol)],
    ['where it was edited since', edited(approved(held, 'post', ada, bob))],
    ['where only the release notes are approved', approved(held, 'release-notes', ada, bob)],
  ])('%s, nothing is handed out, and coordinators are told what to type', (_, from) => {
    const { messages } = ended(from);
    expect(handed(messages)).toEqual([]);
    const said = 'No files with this: the public post needs two approvals. To read and approve it: `draft post`.';
    expect(wordsTo('ada', messages)).toContain(said);
    expect(wordsTo('bob', messages)).not.toContain(said);
  });
});
