// What Slack knows of somebody.
import type { Profile } from '../../../chat/message/heard.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { failureOf, harmless } from '../failures.ts';
import { object, string } from '../payload.ts';
import { storable } from '../text.ts';
import { firstThatKnows, type Workspaces } from '../workspaces.ts';

// Without its scope the bot goes on as it did before it had one; the doctor names what is missing.
const unknown = new Set(['user_not_found', 'users_not_found', 'user_not_visible', 'missing_scope']);

/** Somebody's name, time zone and whether their account still is; null when Slack does not know them, or does not tell. Throws SendFailure. */
export async function profileOf(workspaces: Workspaces, person: PersonId): Promise<Profile | null> {
  const id = person.slice(person.indexOf('/') + 1);
  try {
    return await firstThatKnows(await workspaces.ofPerson(person), async ({ client }) => {
      const { user } = await client.users.info({ user: id }).catch((error: unknown) => {
        throw harmless(failureOf(error));
      });
      return user === undefined ? null : readProfile(person, user);
    });
  } catch (error) {
    if (unknown.has(failureOf(error).code)) return null;
    throw error;
  }
}

/** A user object (https://docs.slack.dev/reference/objects/user-object) as a profile. The display name is what others see, where it is set. Pure. */
export function readProfile(person: PersonId, user: unknown): Profile {
  const { profile, real_name, name, tz, deleted, is_bot, id } = object(user);
  const shown = string(object(profile).display_name) ?? string(object(profile).real_name) ?? string(real_name) ?? string(name);
  return {
    person,
    name: shown === null ? null : storable(shown),
    zone: string(tz),
    gone: deleted === true,
    // Slackbot counts as a person there.
    app: is_bot === true || id === 'USLACKBOT',
  };
}
