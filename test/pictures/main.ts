// Pictures of what people see, on Slack and on Matrix, as a browser shows it: `npm run pictures` writes docs/pictures/*.png. It needs Chromium (Debian: `chromium`).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formErrors, questionLines, questionsOf, waysToAnswer } from '../../src/chat/message/questions.ts';
import { renderPages as matrixPages, pageOfLines } from '../../src/platforms/matrix/render.ts';
import { renderModal } from '../../src/platforms/slack/outbound/modal.ts';
import { renderPages as slackPages } from '../../src/platforms/slack/outbound/render.ts';
import { withOwnDatabase } from '../rig/own-database.ts';
import { type Seen, seenInStory } from './seen.ts';
import { readersZone, slackModal, slackPost } from './slack-html.ts';

const widths = [375, 1000];
/** What stands in the README. */
const first: readonly string[] = ['card', 'hour'];

const platforms: Readonly<Record<string, (seen: Seen) => string>> = {
  slack: (seen) =>
    'form' in seen
      ? slackModal(renderModal(seen.form, { room: null }))
      : slackPages(seen.message, { repeated: false })
          .map(({ blocks }) => slackPost(blocks))
          .join(''),
  matrix: (seen) => {
    const pages = 'form' in seen ? [pageOfLines(asked(seen.form))] : matrixPages(seen.message, { zone: readersZone, repeated: false });
    return pages.map(({ html }) => `<div class="event"><b>embargo</b><div>${html}</div></div>`).join('');
  },
};

const asked = (form: Extract<Seen, { form: unknown }>['form']): string[] => [
  form.title,
  ...formErrors(form),
  `(${waysToAnswer})`,
  ...questionLines(questionsOf(form)),
];

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');
const pictures = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
// The browser makes no folder, and says nothing of a file that it could not write.
mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'embargo-pictures-'));
try {
  const seen = await withOwnDatabase(seenInStory);
  for (const [platform, shown] of Object.entries(platforms)) {
    for (const width of widths) picture(`${platform}-${width}`, width, seen.map(shown));
    picture(`${platform}-readme`, 640, seen.filter(({ name }) => first.includes(name)).map(shown));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function picture(name: string, width: number, parts: readonly string[]): void {
  const page = join(folder, `${name}.html`);
  const measures = '<script>document.title=String(document.documentElement.scrollHeight)</script>';
  const body = `<body class="${name.split('-')[0]}">${parts.join('<hr class="between">')}`;
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>${style}</style>${body}${measures}`);
  const common = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${join(folder, 'profile')}`];
  const browser = (args: readonly string[]) =>
    execFileSync('chromium', [...common, ...args, `file://${page}`], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  const height = /<title>(\d+)/.exec(browser([`--window-size=${width},600`, '--dump-dom']))?.[1];
  if (height === undefined) throw new Error(`${name} has no height`);
  const out = join(pictures, `${name}.png`);
  browser([`--window-size=${width},${height}`, `--screenshot=${out}`]);
  process.stdout.write(`${out}\n`);
}
