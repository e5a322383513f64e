// What a doctor says of an installation: one line for each thing that was looked at, with the next step where something is wrong.

/** `about`: what was looked at. `next` is what to do, in words; empty where the text says it already. `passes`: it may be right again by itself, as when a server is away: a start waits for it. */
export type Diagnosis = { readonly state: 'ok'; readonly about: string; readonly text: string } | Fault;
export type Fault = {
  readonly state: 'fault';
  readonly about: string;
  readonly text: string;
  readonly next: string;
  readonly passes?: true;
};

export const fine = (about: string, text: string): Diagnosis => ({ state: 'ok', about, text });
export const fault = (about: string, text: string, next: string): Fault => ({ state: 'fault', about, text, next });
/** A fault that may pass by itself. */
export const passing = (about: string, text: string, next: string): Fault => ({ ...fault(about, text, next), passes: true });

/** As it is printed. */
export function diagnosisLine(diagnosis: Diagnosis): string {
  const { about, text } = diagnosis;
  if (diagnosis.state === 'ok') return `ok     ${about}: ${text}`;
  return `fault  ${about}: ${text}${diagnosis.next === '' ? '' : ` Next: ${diagnosis.next}`}`;
}

/** As a start that it stops says it. */
export function startRefused({ about, text, next }: Fault): string {
  return `The bot can't start: ${about}: ${text}${next === '' ? '' : ` Next: ${next}`}`;
}

/** The last line: how many faults there are. */
export function verdictLine(diagnoses: readonly Diagnosis[]): string {
  const faults = diagnoses.filter(({ state }) => state === 'fault').length;
  if (faults === 0) return 'No problems found.';
  const count = faults === 1 ? 'One fault.' : `${faults} faults. Start with the first: it may cause the others.`;
  return `${count} Once it's fixed, run this again.`;
}

const clockToleranceMs = 60_000;

/** `aheadMs`: how far the other clock is ahead of this machine's. A minute may be; Slack's signatures are refused at five. */
export function clockDiagnosis(whose: string, aheadMs: number): Diagnosis {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= clockToleranceMs) return fine('clock', `this machine's clock is ${seconds} s from ${whose}.`);
  const text = `this machine's clock is ${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead of'} ${whose}. Dates and reminders would be wrong, and from five minutes on I'd have to refuse Slack's requests.`;
  return fault('clock', text, 'set whichever clock is wrong, and keep it on a time server (NTP).');
}
