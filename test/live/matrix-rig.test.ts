// The rig itself: people with real encrypted clients read each other as they should, and only as they should.
import { afterEach, expect, it } from 'vitest';
import { type Person, type PersonWish, person } from '../rig/matrix/people.ts';
import { startProxy } from '../rig/matrix/proxy.ts';
import { call, deactivate, homeserver, logIn, newPrefix, removeDevice } from '../rig/matrix/server.ts';
import { describeSynapse } from '../setup/needs.ts';

const people: Person[] = [];
afterEach(() => {
  for (const each of people.splice(0)) each.stop();
});

/** People of these names, made at once. */
async function cast(...wishes: PersonWish[]): Promise<Person[]> {
  const prefix = newPrefix();
  const made = await Promise.all(
    wishes.map((wish) => person(homeserver(), { ...wish, name: `${prefix}-${wish.name}`, displayName: wish.name })),
  );
  people.push(...made);
  return made;
}

async function adaAndBob(): Promise<{ ada: Person; bob: Person; room: string }> {
  const [ada, bob] = await cast({ name: 'ada' }, { name: 'bob' });
  if (ada === undefined || bob === undefined) throw new Error('nobody came');
  return { ada, bob, room: await ada.makeRoom({ name: 'oci-private', members: [bob] }) };
}

describeSynapse('people on Matrix', () => {
  it('read each other in an encrypted room, and the server does not', async () => {
    const { ada, bob, room } = await adaAndBob();
    const first = await ada.say(room, 'the date holds');
    expect(await bob.waitFor(first)).toEqual({ msgtype: 'm.text', body: 'the date holds', 'm.mentions': {} });
    const second = await bob.say(room, 'good');
    expect(await ada.waitFor(second)).toEqual({ msgtype: 'm.text', body: 'good', 'm.mentions': {} });
    const said = await ada.said(room);
    expect(said.map(({ sender, content, encrypted }) => ({ sender, body: content.body, encrypted }))).toEqual([
      { sender: ada.userId, body: 'the date holds', encrypted: true },
      { sender: bob.userId, body: 'good', encrypted: true },
    ]);
  });

  it('read what was said directly before they came in', async () => {
    const { ada, bob } = await adaAndBob();
    const direct = await ada.beginDirect(bob.userId);
    const said = await ada.say(direct, 'only you');
    expect((await bob.waitFor(said)).body).toBe('only you');
    expect(bob.invitations.at(-1)).toEqual({ roomId: direct, by: ada.userId, direct: true });
  });

  it('see edits, redactions, reactions, replies, threads and pins as such', async () => {
    const { ada, bob, room } = await adaAndBob();
    const said = await ada.say(room, 'tuesday');
    const edit = await ada.edit(room, said, 'wednesday');
    await bob.say(room, '2', { answers: said });
    const threaded = await bob.say(room, 'status', { thread: said, mentions: [ada.userId] });
    const reaction = await bob.react(room, said, '👍');
    const slip = await bob.say(room, 'a slip');
    await ada.waitFor(slip);
    const redaction = await bob.redact(room, slip);
    await ada.setState(room, 'm.room.pinned_events', { pinned: [said] });
    await Promise.all([bob.waitFor(edit), ada.waitFor(threaded), ada.waitFor(reaction), ada.waitFor(redaction)]);
    const shortly = (await ada.said(room)).map(({ content, edited, redacted, thread, answers }) => ({
      body: content.body,
      edited,
      redacted,
      thread,
      answers,
    }));
    const plain = { edited: false, redacted: false, thread: null, answers: null };
    expect(shortly).toEqual([
      { ...plain, body: 'wednesday', edited: true },
      { ...plain, body: '2', answers: said },
      { ...plain, body: 'status', thread: said },
      { ...plain, body: undefined, redacted: true },
    ]);
    expect(bob.shown(said)?.content.body).toBe('wednesday');
    expect(ada.reactions(said)).toEqual([{ sender: bob.userId, key: '👍' }]);
    expect(await bob.until(() => (bob.pinned(room).length > 0 ? bob.pinned(room) : null), 'a pin')).toEqual([said]);
  });

  it('take no edit from anybody but the author', async () => {
    const { ada, bob, room } = await adaAndBob();
    const said = await ada.say(room, 'tuesday');
    await bob.waitFor(said);
    await ada.waitFor(await bob.edit(room, said, 'friday'));
    expect(ada.shown(said)?.content.body).toBe('tuesday');
  });

  it('see that something came in clear text', async () => {
    const { ada, bob, room } = await adaAndBob();
    const said = await ada.sayInClear(room, 'careless');
    await bob.waitFor(said);
    expect(bob.shown(said)).toMatchObject({ content: { body: 'careless' }, encrypted: false });
  });

  it('give no key to whoever has not signed their device, and read nothing of theirs', async () => {
    const [ada, mallory] = await cast({ name: 'ada' }, { name: 'mallory', crossSigned: false, strict: false });
    if (ada === undefined || mallory === undefined) throw new Error('nobody came');
    const room = await ada.makeRoom({ members: [mallory] });
    expect(await mallory.waitUnreadable(await ada.say(room, 'not for you'))).toBe('MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE');
    expect(await ada.waitUnreadable(await mallory.say(room, 'believe me'))).toBe('UNSIGNED_SENDER_DEVICE');
  });

  it('are told what they waited for in vain, and why', async () => {
    const { ada, bob, room } = await adaAndBob();
    await expect(bob.waitFor('$nothing', 50)).rejects.toThrow('bob waited 0.05 s for the message $nothing: it never came');
    const said = await ada.sendRaw(room, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', session_id: 'none', ciphertext: 'AwgA' });
    expect(await bob.waitUnreadable(said)).toMatch(/^[A-Z_]+$/);
    await expect(bob.waitFor(said, 50)).rejects.toThrow(`bob waited 0.05 s for the message ${said}: it cannot be decrypted: `);
  });

  it('can lose their identity and begin another', async () => {
    const { ada, bob, room } = await adaAndBob();
    const keyOf = async () => (await ada.client.getCrypto()?.getCrossSigningKeyId()) ?? null;
    const before = await keyOf();
    await ada.resetIdentity();
    expect(await keyOf()).not.toBe(before);
    expect((await bob.waitFor(await ada.say(room, 'still me'))).body).toBe('still me');
  });

  it('have devices that are signed by nobody, taken away, and accounts that are closed', async () => {
    const { ada, bob, room } = await adaAndBob();
    const server = homeserver();
    const phone = await person(server, { name: 'phone', account: await logIn(server, bob, 'phone') });
    people.push(phone);
    const said = await ada.say(room, 'to whoever signed');
    expect((await bob.waitFor(said)).body).toBe('to whoever signed');
    // Whether ada's client has met the phone by then, so that it says why, is chance.
    expect(await phone.waitUnreadable(said)).toMatch(/^MEGOLM_/);
    phone.stop();
    const whoami = (token: string) => call(server, 'GET', '/_matrix/client/v3/account/whoami', { token });
    await removeDevice(server, phone);
    await expect(whoami(phone.accessToken)).rejects.toThrow('401 M_UNKNOWN_TOKEN');
    expect(await whoami(bob.accessToken)).toMatchObject({ user_id: bob.userId, device_id: bob.deviceId });
    bob.stop();
    await deactivate(server, bob.userId);
    await expect(whoami(bob.accessToken)).rejects.toThrow('401 M_UNKNOWN_TOKEN');
    expect(await ada.until(() => (ada.joined(room).length === 1 ? ada.joined(room) : null), 'bob to be gone')).toEqual([ada.userId]);
  });

  it('speak through a proxy, which can keep a message from being sent, and lie about who is there', async () => {
    const server = homeserver();
    const proxy = await startProxy(server.url);
    try {
      const [[bob], ada] = await Promise.all([
        cast({ name: 'bob' }),
        person({ ...server, url: proxy.url }, { name: `${newPrefix()}-ada`, displayName: 'ada' }),
      ]);
      people.push(ada);
      if (bob === undefined) throw new Error('nobody came');
      const room = await ada.makeRoom({ members: [bob] });
      const sends = { method: 'PUT', path: /\/send\/m\.room\.encrypted\// };
      proxy.fault(sends, { type: 'drops' });
      await expect(ada.say(room, 'lost')).rejects.toThrow('fetch failed');
      expect((await bob.waitFor(await ada.say(room, 'once'))).body).toBe('once');
      expect((await bob.said(room)).map(({ content }) => content.body)).toEqual(['once']);
      expect(new Set(proxy.asked.filter(({ path }) => sends.path.test(path)).map(({ txn }) => txn)).size).toBe(2);
      const members = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/joined_members`;
      proxy.fault({ path: /joined_members$/ }, { type: 'rewrites', as: () => ({ joined: {} }) });
      const ask = () => call({ url: proxy.url }, 'GET', members, { token: ada.accessToken });
      expect(await ask()).toEqual({ joined: {} });
      expect(await ask()).toMatchObject({ joined: { [ada.userId]: {}, [bob.userId]: {} } });
    } finally {
      await proxy.stop();
    }
  });
});
