// Whose devices may read along and speak: a report for coordinators, and a new identity that one of them says is somebody's own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFacts } from '../../../src/db/facts.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import type { DeviceReport } from '../../../src/domain/list/trust.ts';
import { type PersonId, personId } from '../../../src/domain/values/ids.ts';
import { SendFailure } from '../../../src/platforms/platform.ts';
import { databaseKinds } from '../../setup/database.ts';
import { linkedBefore } from '../../setup/identities.ts';
import { founded, person, type RecordingPlatform, recordingPlatform, start, type World, world } from '../../setup/world.ts';

const well = (who: PersonId): DeviceReport => ({ person: who, identity: 'same', devices: 1, shutOut: [] });

describe.each(databaseKinds)('the device report, on %s', (kind) => {
  let reports: Record<string, Partial<DeviceReport>>;
  let accepted: PersonId[];
  let elsewhere: number;
  let silent: readonly PersonId[];
  let refused: boolean;
  let asked: number;
  let also: RecordingPlatform;
  let here: World;

  afterEach(() => here.close());

  beforeEach(async () => {
    [reports, accepted, elsewhere, silent, refused, asked] = [{}, [], 0, [], false, 0];
    const platform = {
      ...recordingPlatform(),
      devices: {
        report: async (people: readonly PersonId[]) => {
          asked += 1;
          if (refused) throw new SendFailure('gone', 'no-identity');
          elsewhere -= 1;
          if (elsewhere >= 0) throw new SendFailure('elsewhere', 'not-the-holder');
          return people.filter((who) => !silent.includes(who)).map((who) => ({ ...well(who), ...reports[who] }));
        },
        accept: async (who: PersonId) => {
          if (refused) throw new SendFailure('gone', 'no-identity');
          accepted.push(who);
          return well(who);
        },
      },
    };
    also = recordingPlatform({ name: 'matrix' });
    here = await world(kind, { platform, also });
    await founded(here);
    here.news();
  });

  const told = async (who: string, words: string) =>
    (await here.say(who, words)).filter(({ to }) => to.startsWith(who)).map(({ text }) => text);

  test('says that all is well where it is', async () => {
    expect(await told('ada', 'devices')).toEqual(["Everyone's devices are fine: I checked 3 accounts."]);
  });

  test('names who is shut out, who has no identity and whose is another one, with what they do', async () => {
    reports = {
      [person('bob')]: { identity: 'none', devices: 2 },
      [person('carol')]: { shutOut: ['Phone (ABC)'] },
      [person('ada')]: { identity: 'changed' },
    };
    const [text] = await told('ada', 'devices');
    expect(text).toContain('bob has no identity (cross-signing keys): none of their 2 devices can read what I say');
    expect(text).toContain("carol has unverified devices that can't read what I say: Phone (ABC).");
    expect(text).toContain('ada has a different identity than when I first met them');
    expect(text).not.toContain("Everyone's devices");
  });

  test('is for coordinators, and asks no platform for anybody else', async () => {
    expect((await told('bob', 'devices')).join('')).toContain('Only coordinators can use');
    expect((await told('bob', 'devices accept @terminal:carol')).join('')).not.toContain('Confirmed');
    expect(accepted).toEqual([]);
  });

  test('waits for the replica that can tell, and counts nothing of that as a failure', async () => {
    elsewhere = 5;
    expect(await told('ada', 'devices')).toEqual([]);
    for (let second = 0; second < 5; second += 1) {
      here.set(here.engine.now() + 1_000);
      await here.bot.settle();
    }
    expect(here.news().map(({ text }) => text)).toEqual(["Everyone's devices are fine: I checked 3 accounts."]);
  });

  test('says of whom the platform tells nothing that it tells nothing, and never that all is well', async () => {
    silent = [person('carol')];
    expect(await told('ada', 'devices')).toEqual([
      "Devices\n- carol: the platform didn't answer about their devices. Try again later: `devices`.\nEveryone else is fine, or has no account there.",
    ]);
    refused = true;
    expect((await told('ada', 'devices'))[0]?.match(/the platform didn't answer about their devices/g)).toHaveLength(3);
  });

  test('looks at each account of a member, and names the one that it speaks of', async () => {
    await linkedBefore(here.db, { alias: person('bobs-other'), person: person('bob'), since: start });
    reports = { [person('bobs-other')]: { identity: 'not-met' } };
    expect(await told('ada', 'devices')).toEqual([
      "Devices\n- bob (bobs-other) hasn't written to me there yet, so I don't know their identity. They send `help` to me there.\nEveryone else is fine, or has no account there.",
    ]);
  });

  test('of a new identity is put right by a coordinator, and its owner and the other coordinators are told', async () => {
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    reports = { [person('bob')]: { identity: 'changed' } };
    const seen = await here.say('ada', `devices accept ${person('bob')}`);
    expect(accepted).toEqual([person('bob')]);
    expect(seen.map(({ to, text }) => `${to}: ${text}`).sort()).toEqual([
      'ada in #oci-private: Confirmed: the current identity of bob (bob) is theirs. I accept what they say there again.',
      "bob: ada confirmed that the current identity of bob is yours. I accept what you say there again.\nIf you didn't make a new one, tell a coordinator at once.",
      'grace: ada confirmed that the new identity of bob (bob) is theirs. I accept what they say there again. If you doubt it, ask bob another way.',
    ]);
    expect((await readFacts<ListFact>(here.db, 'list:oci')).at(-1)).toEqual({
      fact: { type: 'identity-accepted', person: person('bob'), account: person('bob') },
      at: start,
      by: person('ada'),
    });
  });

  test('accepts of several accounts the one whose identity has changed alone', async () => {
    await linkedBefore(here.db, { alias: person('bobs-other'), person: person('bob'), since: start });
    reports = { [person('bobs-other')]: { identity: 'changed' } };
    await here.say('ada', `devices accept ${person('bob')}`);
    expect(accepted).toEqual([person('bobs-other')]);
  });

  test('tells whom it is about on another platform too, where another person may hold the account', async () => {
    const on = personId('matrix:@bob:example.org') ?? ('' as never);
    await linkedBefore(here.db, { alias: on, person: person('bob'), since: start });
    reports = { [person('bob')]: { identity: 'changed' } };
    await here.say('ada', `devices accept ${person('bob')}`);
    expect(also.seen.map(({ to, text }) => `${to}: ${text.split('.')[0]}`)).toEqual([
      '@bob:example.org: ada confirmed that the current identity of `bob` on the terminal is yours',
    ]);
  });

  test.each([
    ['ada', 'ada', "You can't confirm your own new identity"],
    ['ada', 'mallory', "They aren't on this list"],
    ['bob', 'carol', 'Only coordinators can use'],
  ])('lets %s accept no identity of %s, and asks no platform', async (who, of, why) => {
    expect((await told(who, `devices accept ${person(of)}`)).join('')).toContain(why);
    expect([asked, accepted]).toEqual([0, []]);
  });

  test('accepts nothing where there is no identity', async () => {
    refused = true;
    expect(await told('ada', `devices accept ${person('bob')}`)).toEqual([
      "bob has no identity to accept. They make one in their Matrix client's encryption settings. Nothing changed.",
    ]);
    expect((await readFacts<ListFact>(here.db, 'list:oci')).filter(({ fact }) => fact.type === 'identity-accepted')).toEqual([]);
  });
});

test('where no platform knows of devices, there is nothing to report, and no identity to accept', async () => {
  const here = await world('embedded');
  await founded(here);
  expect((await here.say('ada', 'devices')).map(({ text }) => text)).toEqual([
    'Nothing to report: nobody on this list uses a platform whose devices have their own keys.',
  ]);
  expect((await here.say('ada', `devices accept ${person('bob')}`)).map(({ text }) => text.split('.')[0])).toEqual([
    'bob has no identity to accept',
  ]);
  await here.close();
});
