// What it costs to put a card together and to lay it out for Slack.
import { card } from '../../src/chat/embargo/card.ts';
import { renderPages } from '../../src/platforms/slack/outbound/render.ts';
import { agreedEmbargo, listOfMany, patch, patches, review, reviews, signedBy, start } from '../setup/embargo.ts';
import { type Figure, quantile } from './figures.ts';

const runs = 400;
const warmUp = 200;
const msMax = 2;

/** Cards of lists with 50 and 300 distributors, half of whose people have acknowledged and whose reviews are under way. */
export function renderingCards(): Figure[] {
  return [50, 300].map((count) => {
    const ms = medianMs(sceneOf(count));
    const name = `the card of ${count} distributors, put together and laid out for Slack, median`;
    return { name, value: `${ms.toFixed(2)} ms`, met: count === 50 ? ms < msMax : null, goal: `under ${msMax} ms` };
  });
}

function sceneOf(count: number) {
  const { list, representatives } = listOfMany(count);
  const half = representatives.slice(0, count / 2);
  const embargo = agreedEmbargo({
    consents: signedBy(...half),
    patches: patches(patch(1)),
    reviews: reviews(
      ...half.map(({ person, distributor }, index) => {
        const whose = { reviewer: person, distributor: distributor ?? ('' as never), release: '1' };
        const end = index % 2 === 0 ? null : { at: start, outcome: 'no-issues' as const, because: null };
        return review(index + 1, { ...whose, end });
      }),
    ),
  });
  return { embargo, list, now: start };
}

function medianMs(view: ReturnType<typeof sceneOf>): number {
  const samples: number[] = [];
  for (let run = -warmUp; run < runs; run += 1) {
    const begun = performance.now();
    renderPages(card(view), { repeated: false });
    if (run >= 0) samples.push(performance.now() - begun);
  }
  return quantile(samples, 0.5);
}
