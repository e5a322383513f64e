// The Common Weakness Enumeration's weaknesses, as MITRE lists them (https://cwe.mitre.org, version 4.x; free to use with its name).
import names from './cwe.json' with { type: 'json' };
import { own } from './records.ts';

/** What a weakness is called, such as `CWE-59`; null where there is none of that id. */
export function cweName(id: string): string | null {
  const number = /^CWE-(\d{1,5})$/.exec(id)?.[1];
  return number === undefined ? null : (own<string, string>(names, number) ?? null);
}
