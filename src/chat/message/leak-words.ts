// What the classes of leaks and the steps about them are called.
import type { LeakClass, StandardStep } from '../../domain/embargo/leak/case.ts';
import type { Action } from './message.ts';

export const leakTitles: Readonly<Record<LeakClass, string>> = {
  existence: 'that it exists',
  component: 'the component',
  'technical-detail': 'technical detail',
  patch: 'the patch',
  exploit: 'an exploit',
  exploitation: 'attacks',
  'independent-discovery': 'independent discovery',
  'false-alarm': 'a false alarm',
};

const stepTitles: Readonly<Record<StandardStep, string>> = {
  silence: 'ask those who know to keep quiet, without confirming anything',
  'reconsider-date': 'decide whether the date still holds',
  publish: 'publish what there is: advisory, mitigation, patches',
  'bring-in-finder': 'ask the finder to keep to the date',
  'tell-reporter': 'tell the reporter of the vulnerability',
  'tell-upstream': 'tell upstream',
  'tell-lists': 'tell the other lists that were told',
};

/** A step as it is told where nobody's own words may be. */
export const stepTitle = ({ number, what }: { readonly number: number; readonly what: StandardStep | null }): string =>
  what === null ? `do step ${number}` : stepTitles[what];

/** What is known of a leak, to who may read it. */
export const showLeak = (codename: string, leak: number): Action => ({
  label: `Show leak ${leak}`,
  words: `leak show ${codename} ${leak}`,
});
export const classLeak = (codename: string, leak: number): Action => ({
  ...{ label: `Assess leak ${leak}…`, words: `leak class ${codename} leak=${leak}` },
});
export const closeLeak = (codename: string, leak: number): Action => ({
  ...{ label: `Close leak ${leak}…`, words: `leak close ${codename} leak=${leak}` },
});
export const reopenLeak = (codename: string, leak: number): Action => ({
  ...{ label: `Reopen leak ${leak}…`, words: `leak reopen ${codename} leak=${leak}` },
});
export const stepDone = (codename: string, step: number): Action => ({
  ...{ label: `Mark step ${step} done`, words: `leak step done ${codename} ${step}` },
});
export const showBundle = (codename: string): Action => ({ label: 'Show what to publish', words: `leak bundle ${codename}` });
