// Embargoes that belong together, said. Only ever to those who may know of both: to anybody else nothing says that the other exists.
import { letIn } from '../../../domain/embargo/about/merge.ts';
import { consentOf, isIn, memberOf, roster, signatories } from '../../../domain/embargo/consent.ts';
import { agreedDate, type Embargo, openProposals } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { todosOf } from '../../../domain/embargo/todos.ts';
import { coordinatorsOf, type List, nameOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { answer, naming, type Speaker, titled, toPerson, toThreads } from '../../message/address.ts';
import { actions, bullets, code, type Inline, instant, line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import type { View } from '../../message/view.ts';
import { by, type EventContext, reply, tell } from '../event-context.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

const asWords = {
  sibling: 'sibling',
  'split-into': 'split off from this one',
  'split-from': 'this one was split off from it',
  'merged-into': 'this one was merged into it',
  'merged-from': 'merged into this one',
} as const;

/** Of those that an embargo is linked with, the ones that somebody may know of. */
export function knownSiblings(siblings: readonly Embargo[], list: List, person: PersonId): Embargo[] {
  return siblings.filter((each) => consentOf(each, memberOf(list, person)) !== 'none');
}

/** What `details` shows of them; `siblings`: those that the reader may know of. */
export function siblingNodes({ embargo, now }: View, siblings: readonly Embargo[]): Node[] {
  const rows = embargo.about.links.flatMap(({ embargo: id, as }): Inline[][] => {
    const other = siblings.find((each) => each.id === id);
    return other === undefined ? [] : [[code(other.codename), ` (${asWords[as]}): `, ...dateOf(other, now)]];
  });
  return rows.length === 0 ? [] : [line('Linked embargoes:'), bullets(rows)];
}

/** That two belong together: to who said it, and to the coordinators who have acknowledged both. It is told once, of the first of the two. */
export function linked({ link }: FactOf<'linked'>, context: EventContext): Outgoing[] {
  const { embargo } = context;
  if (link.as === 'split-into') {
    const said = reply(context, [`Finding ${link.finding ?? ''} is an embargo of its own now: `, code(link.codename), '.']);
    return said.map((each) => naming(each, [{ id: link.embargo }]));
  }
  if (link.as !== 'sibling') return [];
  return toBoth(context, link.codename, [
    line(
      `${by(context)} linked ${embargo.codename} and ${link.codename}. I'll warn people who disclose one that it may give the other away.`,
    ),
  ]);
}

/**
 * That another has ended in favor of this one: by its name to those who may know of both, and to who has acknowledged this one that there was one. It is
 * told of this one alone: the other has ended, which is told of it.
 */
export function merged({ link: { codename, as } }: FactOf<'merged'>, context: EventContext): Outgoing[] {
  const { embargo, list, by: speaker, siblings = [] } = context;
  const other = siblings.find((each) => each.codename === codename);
  if (as !== 'merged-from' || speaker === null || other === undefined) return [];
  const goesOn = `${codename} ended as a duplicate, and ${embargo.codename} continues.`;
  const show = actions({ label: `Show ${embargo.codename}`, words: `status ${embargo.codename}` });
  const knows = (person: PersonId) => consentOf(other, memberOf(list, person)) !== 'none';
  const others = roster(embargo, list).filter(({ member, consent }) => member.person !== speaker.person && consent !== 'declined');
  const ofBoth = others.filter(({ member }) => knows(member.person) && consentOf(other, member) !== 'declined');
  const ofThis = signatories(embargo, list).filter(({ person }) => person !== speaker.person && !knows(person));
  return [
    ...[
      ...reply(context, `Merged. ${goesOn}`),
      ...toThreads(list, embargo, tell, [
        line(`${by(context)} merged ${codename} into ${embargo.codename}. ${codename} ended as a duplicate.`),
      ]),
    ].map((each) => naming(each, [other])),
    ...ofBoth.map(({ member: { person } }) =>
      naming(
        toPerson(person, context, { kind: 'dates', urgency: 'answer' }, [
          line(`${by(context)} merged ${codename} into ${embargo.codename}: they're about the same vulnerability. ${goesOn}`),
          line(`${embargo.codename}: `, ...dateOf(embargo, context.now), '.'),
          show,
        ]),
        [other],
      ),
    ),
    ...ofThis.map(({ person }) =>
      toPerson(person, context, tell, [
        line(`${by(context)} merged a duplicate into this embargo. `, code('details'), " shows what's known now."),
      ]),
    ),
  ];
}

/** What a merge does, before it is done: asked once, by both codenames. */
export function confirmMerge({ embargo, list, now }: View, to: Speaker, other: Embargo, whole: List = list): Outgoing {
  const { codename } = embargo;
  const people = letIn(embargo, other, { list, whole, now }).map((person) => nameOf(whole, person));
  const message = titled(embargo, [
    line(`Merge ${other.codename} into ${codename}? ${other.codename} ends as a duplicate, for everyone, at once.`),
    line(`Its CVE ids, components and reporters that ${codename} doesn't have move there. ${codename}: `, ...dateOf(embargo, now), '.'),
    line(people.length === 0 ? 'Nobody new gets access.' : `Gets access to ${codename}: ${people.join(', ')}.`),
    actions({ label: `Merge ${other.codename} into ${codename}`, words: `merge ${codename} ${other.codename} sure=yes`, style: 'danger' }),
  ]);
  return naming(answer(to, embargo, { kind: 'dates', urgency: 'answer' }, message), [other]);
}

/** That they do not. */
export function unlinked(fact: FactOf<'unlinked'>, context: EventContext): Outgoing[] {
  const { embargo, before } = context;
  const was = before?.about.links.find((link) => link.embargo === fact.embargo);
  if (was === undefined) return [];
  return toBoth(context, was.codename, [line(`${by(context)} unlinked ${embargo.codename} and ${was.codename}.`)]);
}

function toBoth(context: EventContext, codename: string, nodes: readonly Node[]): Outgoing[] {
  const { embargo, list, by: speaker, siblings = [] } = context;
  const other = siblings.find((each) => each.codename === codename);
  if (speaker === null || other === undefined) return [];
  const both = (one: Embargo, person: PersonId) => isIn(consentOf(one, memberOf(list, person)));
  const told = coordinatorsOf(list).filter(({ person }) => person !== speaker.person && both(embargo, person) && both(other, person));
  const receipt = reply(context, ['Recorded. ', code('details'), ' shows it to people with access to both.']);
  return [
    ...receipt.map((each) => naming(each, [other])),
    ...told.map(({ person }) => naming(toPerson(person, context, { kind: 'metadata', urgency: 'answer' }, nodes), [other])),
  ];
}

/** To each of these who may know of both: that disclosing this one may give away one that is not public yet. */
export function givesAway(people: readonly PersonId[], context: EventContext): Outgoing[] {
  const { list, now, siblings = [] } = context;
  return people.flatMap((person) =>
    knownSiblings(siblings, list, person)
      .filter((other) => other.ended === null)
      .map((other) =>
        naming(
          toPerson(person, context, { kind: 'dates', urgency: 'deadline', topic: 'moment' }, [
            line('Disclosing this may give away ', code(other.codename), ' (', ...dateOf(other, now), ').'),
            actions({ label: `Show ${other.codename}`, words: `status ${other.codename}` }),
          ]),
          [other],
        ),
      ),
  );
}

/** Who is asked to disclose at the date, and who has pressed. */
export function disclosers({ embargo, list, now, by: speaker }: EventContext, people: readonly PersonId[]): PersonId[] {
  const asked = people.filter((person) => todosOf(embargo, list, person, now).some(({ type }) => type === 'disclose'));
  return [...new Set([...(speaker === null ? [] : [speaker.person]), ...asked])];
}

function dateOf(embargo: Embargo, now: Instant): Inline[] {
  if (embargo.ended !== null) return ['ended ', instant(embargo.ended.at)];
  const agreed = agreedDate(embargo);
  const open = openProposals(embargo, now)[0];
  if (agreed !== null) return ['date ', instant(agreed.at)];
  return open === undefined ? ['no date yet'] : ['date proposed: ', instant(open.at)];
}
