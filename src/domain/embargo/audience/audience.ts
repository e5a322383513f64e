// Who of a list an embargo is for, from when on, and who from outside of the list is on it.
import type { DistributorId, PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';

/** Who is let in at an instant (UTC): organizations with all of their people, people, or everyone on the list. `told`: when the clock asked them. */
export type Wave = {
  readonly number: number;
  readonly distributors: readonly DistributorId[];
  readonly people: readonly PersonId[];
  readonly everyone?: true;
  readonly at: Instant;
  readonly by: PersonId;
  readonly told?: Instant;
};

/** Organizations, people, or everyone on the list, as a wave lets them in. */
export type WaveNamed = Pick<Wave, 'distributors' | 'people' | 'everyone'>;

/** What somebody typed for one of those: a person, or what an organization is called. */
export type Called = { readonly person: PersonId } | { readonly person: null; readonly called: string };

/** Somebody on no list who is on this one embargo: what they are called, why, and whose word that is. */
export type Outsider = { readonly name: string; readonly because: string; readonly by: PersonId; readonly at: Instant };

/** `waves` absent: it is for the whole list, at once. */
export type Audience = {
  readonly waves?: readonly Wave[];
  readonly outsiders?: Readonly<Record<PersonId, Outsider>>;
};

/** The waves that have come by an instant. */
export function wavesCome({ waves = [] }: Audience, now: Instant): Wave[] {
  return waves.filter(({ at }) => at <= now);
}

/** Whether only some of the list are on it: then nothing of it is said in the list's rooms. */
export function isNarrow(audience: Audience | undefined, now: Instant): boolean {
  return audience?.waves !== undefined && !wavesCome(audience, now).some(({ everyone }) => everyone === true);
}
