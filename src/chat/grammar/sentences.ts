// What people say in a sentence behind a command, as the table writes it: a new embargo with its date, what a patch fixes, whose a duty is.
import { quoted } from '../values/quoting.ts';

const openings = '(?:create|new|open|start)(?: an?| the)?(?: new)? embargo';
const newEmbargo = new RegExp(`^${openings}(?: for| on| about| called)?:?\\s+([^\\n=]{1,300})$`, 'i');
const goingPublic =
  /[,;.]\s*(?:and\s+)?(?:(?:to be|will be|is)\s+)?(?:disclos\w{0,6}|(?:goes |going )?public)(?:\s+date)?(?:\s+(?:on|at|is|by))?:?\s+/i;

/** `new embargo Masked path race, disclose next thursday`: the words that open its form with the title and the date. Null: it is something else. */
export function asNewEmbargo(line: string): string | null {
  const [, said] = newEmbargo.exec(line) ?? [];
  if (said === undefined) return null;
  const [title = '', date, ...more] = said.split(goingPublic);
  if (title.trim() === '' || more.length > 0) return null;
  return `fill in create title=${quoted(title.trim())}${date === undefined ? '' : ` date=${quoted(date.replace(/[.!]+$/, ''))}`}`;
}

const fixes =
  /(?<=\S)[,;]?[ \t]+(?:(?:it|this|that|which|and)[ \t]+)?fix(?:es|ing)[ \t]+findings?[ \t]+(#?\d{1,4}(?:(?:,[ \t]?|[ \t]|,?[ \t]and[ \t])#?\d{1,4}){0,20})[.!]?(?=[ \t]*(?:\n|$))/i;

/** `patch publish v2 https://… fixes findings 1 and 2`. */
export const asFixes = (line: string): string =>
  /^patch publish\s/i.test(line) && line.length <= lineMax
    ? line.replace(fixes, (_, numbers: string) => ` fixes=${quoted((numbers.match(/\d+/g) ?? []).join(', '))}`)
    : line;

/** `duty assign 3 to Harbour OS`. */
export const asDuty = (line: string): string => line.replace(/^(duty assign #?\d{1,4}) to (?=\S)/i, '$1 ');

/** `link none packages they ship none distributor=Seven Linux`: whose, is no part of why, where it stands last. */
export function asNone(line: string): string {
  if (!/^link none\s/i.test(line) || line.length > lineMax) return line;
  const at = line.lastIndexOf(' distributor=');
  const whose = line.slice(at + ' distributor='.length);
  return at < 0 || whose === '' || /["“”'=]/.test(whose) || /^link none(?:\s\S+)?$/i.test(line.slice(0, at).trim())
    ? line
    : `link none distributor=${quoted(whose)} ${line.slice('link none '.length, at)}`;
}

const lineMax = 3000;
