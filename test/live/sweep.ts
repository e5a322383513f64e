// Says to the bot what nobody in a story said: each command of the table by its words and by its form, and each button that it offered.
import { commands } from '../../src/chat/commands.ts';
import { object, string } from '../../src/platforms/slack/payload.ts';
import { closeView, shownView } from '../rig/slack/fake-slack-views.ts';
import { formOf, modalInputs } from '../rig/slack/modal-text.ts';
import { blockActions, homeAction, slashCommand, viewSubmission } from '../rig/slack/payloads.ts';
import { buttonsOf } from '../rig/slack/text.ts';
import { commandIn, type Said } from './said.ts';
import type { LiveSlack } from './slack.ts';

// What is typed into a field, by its name; the commands whose field of that name wants something else, by both.
const samples: Readonly<Record<string, string>> = {
  title: 'A leak of file descriptors',
  component: 'runc',
  versions: 'all',
  exploitability: 'local',
  date: 'in 8 days at 14:00 UTC',
  since: 'in 8 days at 14:00 UTC',
  until: '4h',
  release: '24',
  releases: '24',
  number: '1',
  list: 'oci',
  name: 'Nova',
  organisation: 'Seven Linux',
  label: 'v1',
  url: 'https://example.org/patches/1',
  files: `${'a'.repeat(64)}  one.patch`,
  branches: 'main',
  link: 'https://example.org/post/1',
  'leak where': 'https://example.org/post/2',
  'reach where': 'slack',
  zone: 'Europe/Berlin',
  hours: '22:00-07:00',
  hash: '3f9a0c2b41d7',
  team: 'T0FAR',
  key: '-----BEGIN PGP PUBLIC KEY BLOCK-----',
  fingerprint: '9286E48D9138C3',
  code: 'K7QF-2MZP',
  id: 'k3m7q2xd',
  file: '{}',
  rule: 'longest',
  value: '14d',
};
const otherwise = 'What somebody would write here.';

/** Who speaks, and where. */
export type Speaking = { readonly user: string; readonly name: string; readonly channel: string };

/** Each command of the table that was not said yet by words or, where it has a form, by the form. `wellAfter` is called with what was said last. */
export async function sayTheRest(live: LiveSlack, by: Speaking, said: Said, wellAfter: (what: string) => void): Promise<void> {
  // What ends all comes last.
  const last = ['disclose', 'end', 'link', 'link none', 'reopen', 'decline', 'people remove', 'room leave'];
  const ordered = [...commands].sort((a, b) => last.indexOf(a.words) - last.indexOf(b.words));
  for (const { words, example, args } of ordered) {
    const hasForm = Object.values(args).some(({ required, ask }) => required && ask !== false);
    const needed = [...(said.typed.has(words) ? [] : [example]), ...(hasForm && !said.filledIn.has(words) ? [words] : [])];
    // The form only asks; what comes after an end needs one, and what is reopened by its words has no form for it any more.
    if (words === 'end') needed.push('end withdrawn sure=yes a mistake');
    if (words === 'reopen') needed.reverse();
    for (const text of needed) {
      await live.transport('slash_commands', slashCommand(by, by.channel, text, live.fake.trigger(by.user)));
      await live.bot.settle();
      wellAfter(text);
      await fillIn(live, wellAfter);
    }
  }
}

/** Each button that was offered for a command that nobody pressed so far, once: by somebody who sees it. */
export async function pressTheRest(live: LiveSlack, said: Said, wellAfter: (what: string) => void): Promise<void> {
  for (let next = unpressed(live, said); next !== null; next = unpressed(live, said)) {
    const { action, happening } = next;
    const words = string(action.value) ?? '';
    const { slack } = live.fake;
    if (happening.type === 'published') {
      const home = slack.homes.get(happening.user);
      if (home === undefined) throw new Error('a page that nobody has');
      const who = { user: happening.user, name: happening.user };
      await live.transport('interactive', homeAction(who, shownView(slack, home), action, live.fake.trigger(who.user)));
    } else {
      const { message } = happening;
      const channel = slack.channels.get(message.channel);
      const inRoom = [...(channel?.members ?? [])].find((each) => each !== slack.bot.user) ?? '';
      const user = message.only ?? channel?.user ?? inRoom;
      const answers = live.fake.url.replace('/api/', '/response/1');
      const body = blockActions({ user, name: user }, message.channel, message.ts, action, live.fake.trigger(user), answers, message);
      await live.transport('interactive', body);
    }
    await live.bot.settle();
    wellAfter(`[${words}]`);
    await fillIn(live, wellAfter);
  }
}

function unpressed({ fake }: LiveSlack, said: Said) {
  for (const happening of [...fake.slack.happenings].reverse()) {
    if (happening.type !== 'posted' && happening.type !== 'edited' && happening.type !== 'published') continue;
    for (const action of buttonsOf(happening.blocks)) {
      const command = commandIn(string(action.value) ?? '');
      if (command !== null && !said.pressed.has(command)) return { action, happening };
    }
  }
  return null;
}

/** Fills in whatever forms are open, as far as the bot takes it, and sends them; what it does not take is closed. */
async function fillIn(live: LiveSlack, wellAfter: (what: string) => void): Promise<void> {
  const { slack } = live.fake;
  for (const opened of [...slack.views]) {
    const inputs = modalInputs(opened.view);
    if (inputs.length > 0) {
      const { words } = object(JSON.parse(string(opened.view.private_metadata) ?? '{}'));
      const command = commandIn(String(words)) ?? '';
      const { values } = formOf(opened.view);
      const state: Record<string, object> = {};
      for (const { block, action, type, offers } of inputs) {
        const text = values[block] ?? samples[`${command} ${block}`] ?? samples[block] ?? otherwise;
        const [first] = offers;
        const option = first === undefined ? null : { text: { type: 'plain_text', text: first.label, emoji: false }, value: first.value };
        const filled =
          type === 'users_select'
            ? { selected_user: 'U002' }
            : type === 'datetimepicker'
              ? { selected_date_time: Math.floor(Date.parse('2026-12-03T14:00Z') / 1000) }
              : type.endsWith('select')
                ? { selected_option: option }
                : { value: text };
        state[block] = { [action]: { type, ...filled } };
      }
      const who = { user: opened.user, name: opened.user };
      await live.transport('interactive', viewSubmission(who, shownView(slack, opened), state, live.fake.trigger(opened.user)));
      await live.bot.settle();
      wellAfter(`the form of ${command}`);
    }
    closeView(slack, opened.id);
  }
}
