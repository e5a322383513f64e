// A list's policy, said: its rules, what a draft would change, what is in force since when.
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { coordinatorsOf, type List, nameOf } from '../../domain/list/list.ts';
import type { Permissions, Policy } from '../../domain/policy/policy.ts';
import { completed, type PolicyKey, policyOf } from '../../domain/policy/presets.ts';
import type { Actor, Happened } from '../../domain/values/happened.ts';
import { type FieldChange, type PolicyField, policyDifferences, policyFieldKeys, policyFields } from '../grammar/policy-fields.ts';
import { ofList, type Speaker } from '../message/address.ts';
import { actions, bullets, code, field, fields, heading, type Inline, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { policyFile } from './policy-file.ts';

const deployWords: Readonly<Record<Permissions['deploy'], string>> = {
  no: "don't deploy the fix",
  hosted: 'deploy it only where no one outside can reach the binary',
  'as-stated': 'deploy it only where the notice says so',
  yes: 'you may deploy it',
};
const customerTexts: Readonly<Record<Permissions['customers'], string>> = {
  nothing: 'tell your users nothing',
  existence: "tell your users that there's an issue, and no more",
  'existence-and-date': "tell your users that there's an issue and its disclosure date, and no more",
};
const aiWords: Readonly<Record<Policy['ai'], string>> = {
  forbidden: 'use no AI tools on it',
  local: 'use AI tools on it only on your own machines',
  allowed: 'you may use AI tools on it',
};

/** What members may do with patches and binaries before disclosure, in one sentence. */
export function permissionText({ may, ai }: Policy): string {
  const binaries = may.binaries ? 'you may ship binaries' : 'ship no binaries or images';
  return `Before disclosure: ${deployWords[may.deploy]}; ${binaries}; ${customerTexts[may.customers]}; ${aiWords[ai]}.`;
}

/** The rules of a policy, one by one. */
export function policyNodes(policy: Policy): Node[] {
  const rows = policyFieldKeys.map((key) => {
    const { label, show }: PolicyField = policyFields[key];
    return field(`${label} (${key})`, show(policy));
  });
  return [heading(policy.title), line(`After: ${policy.source}`), fields(...rows)];
}

/** `rules` null: those in force. */
export function policyAnswer(list: List, to: Speaker, shown: { version: number; rules: Policy; hash: string }, json: boolean): Outgoing {
  const { version, rules, hash } = shown;
  const title = line(`Policy of ${list.name}, version ${version}, `, code(hash.slice(0, 12)), '.');
  if (!json) return ofList(list, to, [title, ...policyNodes(rules)]);
  return ofList(list, to, [title, ...policyFile(rules).map((row) => line(code(row)))]);
}

export function changeItems(changes: readonly FieldChange[]): Inline[][] {
  return changes.flatMap(({ key, label, before, after }): Inline[][] => {
    if (before.length <= shortMax && after.length <= shortMax) return [[`${label} (${key}): `, code(before), ' → ', code(after)]];
    const [then, now] = [partsOf(before), partsOf(after)];
    const gone = then.filter((part) => !now.includes(part)).map((part): Inline[] => [`${label} (${key}), no longer: `, code(part)]);
    return [...gone, ...now.filter((part) => !then.includes(part)).map((part): Inline[] => [`${label} (${key}), new: `, code(part)])];
  });
}

// Of long lists of sentences, those that are different are shown whole, and the others not at all.
const shortMax = 80;
const partsOf = (text: string): string[] => text.split(' | ');

/** What is different between the rules in force and the draft, or another list's. */
export function differencesAnswer(list: List, to: Speaker, other: PolicyKey | null, draftHash: string | null): Outgoing {
  const against = other === null ? list.draft?.rules : policyOf(other);
  if (against === undefined)
    return ofList(list, to, [line("There's no draft. Start one: ", code('policy edit'), ' or ', code('policy use'), '.')]);
  const changes = policyDifferences(list.policy.rules, against);
  const what = other === null ? `The draft of ${nameOf(list, list.draft?.by ?? to.person)}` : against.title;
  if (changes.length === 0) return ofList(list, to, [line(`${what} is the same as the policy in force.`)]);
  const next = other === null ? draftActions(draftHash ?? '') : actions({ label: 'Draft this policy', words: `policy use ${other}` });
  return ofList(list, to, [line(`${what}, compared with the policy in force:`), bullets(changeItems(changes)), next]);
}

/** The button names the draft that was read: another that was written since is not put in force by it. */
const draftActions = (hash: string): Node =>
  actions(
    { label: 'Put it in force', words: `policy adopt ${hash.slice(0, 12)}`, style: 'primary' },
    { label: 'Drop it', words: 'policy discard' },
  );

export type PolicyVersion = { readonly version: number; readonly rules: Policy; readonly at: number; readonly by: Actor };

/** Every version that was in force, from a list's record. */
export function policyVersions(record: readonly Happened<ListFact>[]): PolicyVersion[] {
  return record.flatMap(({ fact, at, by }): PolicyVersion[] => {
    if (fact.type === 'list-founded') return [{ version: 1, rules: policyOf(fact.policy), at, by }];
    return fact.type === 'policy-set' ? [{ version: fact.version, rules: completed('oci', fact.rules), at, by }] : [];
  });
}

export function historyAnswer(list: List, to: Speaker, versions: readonly PolicyVersion[]): Outgoing {
  const rows = versions.map(({ version, rules, at, by }, index): Inline[] => {
    const before = versions[index - 1];
    const changed =
      before === undefined
        ? rules.title
        : policyDifferences(before.rules, rules)
            .map(({ key }) => key)
            .join(', ');
    return [`Version ${version}, `, instant(at), `, ${by === 'clock' ? 'the clock' : nameOf(list, by)}: ${changed}`];
  });
  return ofList(list, to, [bullets(rows), line('Show one: ', code('policy show 1'), '.')]);
}

/** A draft, to whoever wrote it; and once, when it is begun, to the other coordinators, who are to read it when it is ready. */
export function policyDrafted(list: List, to: Speaker | null, begun: boolean): Outgoing[] {
  const { draft } = list;
  if (draft === undefined) return [];
  const changes = bullets(changeItems(policyDifferences(list.policy.rules, draft.rules)));
  const others = coordinatorsOf(list).filter(({ person }) => person !== draft.by);
  const reader = others.length === 0 ? 'To put it in force: ' : 'Another coordinator has to read it and put it in force: ';
  const own =
    to === null
      ? []
      : [ofList(list, to, [line('Drafted. Nothing changed yet; it would change:'), changes, line(reader, code('policy adopt'), '.')])];
  const asked = (begun ? others : []).map(({ person }) =>
    ofList(list, { person, room: null }, [
      line(
        `${nameOf(list, draft.by)} is drafting a new policy for ${list.name}. Nothing changed yet. Once they say it's ready, read what would change, and put it in force there.`,
      ),
      actions({ label: 'Show what would change', words: 'policy diff' }),
    ]),
  );
  return [...own, ...asked];
}

/** Which running embargoes a change of rules touches, and how. */
export function touchedItems(touched: readonly { codename: string; fact: Extract<EmbargoFact, { type: 'rules-changed' }> }[]): Inline[][] {
  return touched.map(({ codename, fact }) => {
    const what = [
      ...(fact.terms ? ["I'll ask everyone to accept the new terms"] : []),
      ...(fact.tighter === true && !fact.terms ? ["less is allowed before disclosure: I'll ask everyone to acknowledge that"] : []),
      ...(fact.outside ? ['its date is past the new limit: agree on another'] : []),
    ];
    return [`${codename}: ${what.join('; ')}`];
  });
}
