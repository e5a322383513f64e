// A CVSS vector as people paste it: in brackets, with its score, behind a link to a calculator, with its version written in some other way.
import { bad, good, type Read } from './text.ts';

export type Version = '2.0' | '3.0' | '3.1' | '4.0';

/** `scores`: what is said besides to be its score. */
export type Pasted = { readonly version: Version; readonly metrics: string; readonly scores: readonly number[] };

const lengthMax = 1000;
const metrics = /(?<![a-z:.])(?:[a-z]{1,3}:[a-z]+)(?:\/[a-z]{1,3}:[a-z]+){3,}/gi;
const versions = /cvss[:_\s-]*(?:v(?:ersion)?[\s.]*)?(\d(?:\.\d)?)|version[=\s]+(\d(?:\.\d)?)|calculator\/(\d(?:\.\d)?)|v(\d)-calculator/gi;

/** The one vector in a text, its version, and the scores beside it; null where there is nothing like one. */
export function readPasted(text: string): Read<Pasted> | null {
  if (text.length > lengthMax) return bad("That's too long. Send only the vector.");
  const plain = text
    .replace(/%3A/gi, ':')
    .replace(/%2F/gi, '/')
    .replace(/(cvss[:_\s-]*(?:v(?:ersion)?[\s.]*)?\d(?:\.\d)?):/gi, '$1/');
  const found = [...new Set([...plain.matchAll(metrics)].map(([each]) => each.toUpperCase()))];
  const [vector] = found;
  if (vector === undefined) return null;
  if (found.length > 1) return bad("That's more than one vector. Send one.");

  const around = plain.replace(metrics, ' ');
  const said = [...around.matchAll(versions)].map((each) => each.slice(1).find((part) => part !== undefined) ?? '');
  const version = versionOf(vector, said);
  if (!version.ok) return version;
  const words = around.replace(/https?:\/\/\S+/gi, ' ').replace(versions, ' ');
  const scores = [...words.matchAll(/(?<![\w.-])(10(?:\.0)?|\d(?:\.\d)?)(?![\w.-]*\w)/g)].map(([each]) => Number(each));
  return good({ version: version.value, metrics: vector, scores });
}

/** The version by the metrics themselves, or, where these are of both versions 3, by what is said of it. */
function versionOf(vector: string, said: readonly string[]): Read<Version> {
  const has = (code: string) => vector.split('/').some((part) => part.startsWith(`${code}:`));
  const own: readonly Version[] = has('AU') && !has('AT') ? ['2.0'] : has('AT') || has('VC') ? ['4.0'] : ['3.0', '3.1'];
  const fits = (version: Version) =>
    said.every((each) => version === each || version.startsWith(`${each}.`) || `${version}` === `${each}.0`);
  const left = own.filter(fits);
  const [only] = left;
  if (only !== undefined && left.length === 1) return good(only);
  if (left.length > 1) return bad(`Is it CVSS 3.1 or 3.0? Write \`CVSS:3.1/${vector}\` or \`CVSS:3.0/${vector}\`.`);
  return bad(
    `The metrics are for CVSS ${own.join(' or ')}, but it says ${[...new Set(said)].join(' and ')}. Write \`CVSS:${own.at(-1)}/…\` in front of them.`,
  );
}
