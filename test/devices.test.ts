// Whose devices may read along and speak: a report for coordinators, and a new identity that one of them says is somebody's own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonId } from '../src/domain/ids.ts';
import type { DeviceReport } from '../src/domain/trust.ts';
import { SendFailure } from '../src/platforms/platform.ts';
import { databaseKinds } from './setup/database.ts';
import { founded, person, recordingPlatform, type World, world } from './setup/world.ts';

const well = (who: PersonId): DeviceReport => ({ person: who, identity: 'same', devices: 1, shutOut: [] });

describe.each(databaseKinds)('the device report, on %s', (kind) => {
  let reports: Record<string, Partial<DeviceReport>>;
  let accepted: PersonId[];
  let elsewhere: number;
  let here: World;

  afterEach(() => here.close());

  beforeEach(async () => {
    [reports, accepted, elsewhere] = [{}, [], 0];
    const platform = {
      ...recordingPlatform(),
      devices: {
        report: async (people: readonly PersonId[]) => {
          elsewhere -= 1;
          if (elsewhere >= 0) throw new SendFailure('elsewhere', 'not-the-holder');
          return people.map((who) => ({ ...well(who), ...reports[who] }));
        },
        accept: async (who: PersonId) => {
          accepted.push(who);
          return well(who);
        },
      },
    };
    here = await world(kind, { platform });
    await founded(here);
    here.news();
  });

  const told = async (who: string, words: string) =>
    (await here.say(who, words)).filter(({ to }) => to.startsWith(who)).map(({ text }) => text);

  test('says that all is well where it is', async () => {
    const [text] = await told('ada', 'devices');
    expect(text).toMatch(/^Devices\nEverybody's devices are in order: \d+ looked at\.$/);
  });

  test('names who is shut out, who has no identity and whose is another one, with what they do', async () => {
    reports = {
      [person('bob')]: { identity: 'none', devices: 2 },
      [person('carol')]: { shutOut: ['Phone (ABC)'] },
      [person('ada')]: { identity: 'changed' },
    };
    const [text] = await told('ada', 'devices');
    expect(text).toContain('bob has no identity (cross-signing keys): none of their 2 devices read what I say');
    expect(text).toContain('carol has devices that they have not verified, which are shut out: Phone (ABC).');
    expect(text).toContain('ada has another identity than when I first met them');
    expect(text).not.toContain('Everybody');
  });

  test('is for coordinators, and asks no platform for anybody else', async () => {
    expect((await told('bob', 'devices')).join('')).toContain('Only coordinators may say');
    expect((await told('bob', 'devices accept @terminal:carol')).join('')).not.toContain('From now on');
    expect(accepted).toEqual([]);
  });

  test('waits for the replica that can tell, and counts nothing of that as a failure', async () => {
    elsewhere = 5;
    expect(await told('ada', 'devices')).toEqual([]);
    for (let second = 0; second < 5; second += 1) {
      here.set(here.engine.now() + 1_000);
      await here.bot.settle();
    }
    expect(here.news().map(({ text }) => text.split('\n')[0])).toEqual(['Devices']);
  });

  test('of a new identity is put right by a coordinator, and its owner is told; nobody does it for themselves', async () => {
    const seen = await here.say('ada', `devices accept ${person('bob')}`);
    expect(accepted).toEqual([person('bob')]);
    expect(seen.map(({ to, text }) => [to, text.split('.')[0]])).toEqual([
      ['ada in #oci-private', 'From now on the identity that bob has at present is theirs'],
      ['bob', 'ada has said that your present identity there is yours'],
    ]);
    expect((await told('ada', `devices accept ${person('ada')}`)).join('')).not.toContain('From now on');
    expect(accepted).toEqual([person('bob')]);
  });
});
