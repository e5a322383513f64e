// A report from outside, as the form of the embargo that is opened for it: everything filled in that its reporter said.
import type { Report } from '../../../domain/list/reports/report.ts';
import type { Instant } from '../../../domain/values/time.ts';
import type { Texts } from '../../grammar/arg-texts.ts';
import { readComponents } from '../../values/components.ts';
import { parseInstant } from '../../values/instant.ts';

const titleMax = 200;
const proseMax = 2000;

/** The texts of `create`. Who asked to stay anonymous is credited nowhere; a wish that is no date is left for a person to read. */
export function createTexts({ said, credit, anonymous }: Report, now: Instant): Texts {
  const { what, component, versions, exploitability, reproduce, wish } = said;
  const [first = ''] = what.split('\n', 1);
  const title = shortened(first, titleMax);
  const told = [exploitability, title === what ? null : what, reproduce === null ? null : `To reproduce: ${reproduce}`];
  const whole = told.filter((text) => text !== null).join('\n');
  return {
    title,
    ...(readComponents(component).ok ? { component } : {}),
    ...(versions === null ? {} : { versions }),
    ...(whole === '' ? {} : { exploitability: shortened(whole, proseMax) }),
    ...(credit === null || anonymous ? {} : { reporter: credit }),
    ...(wish !== null && parseInstant(wish, { now, zone: null }).ok ? { date: wish } : {}),
  };
}

const shortened = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
