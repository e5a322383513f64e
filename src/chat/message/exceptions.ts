// An exception as messages call it, and the buttons for it. Its own words are nothing for them: they are read by who asks for them.
import type { Exception, ExceptionKind } from '../../domain/embargo/embargo.ts';
import { distributorName, type List } from '../../domain/list/list.ts';
import type { Action } from './message.ts';

/** What would be allowed. */
export const exceptionTitles: Readonly<Record<ExceptionKind, string>> = {
  share: 'share it with someone outside',
  hint: 'hint at it in public',
  deploy: 'deploy the fix early',
  ship: 'ship the fix early',
  tell: 'tell named customers',
};

/** Whom it is for. */
export const forWhom = ({ distributor }: Pick<Exception, 'distributor'>, list: List): string =>
  distributor === null ? 'everyone on this embargo' : distributorName(list, distributor);

/** `exception 2 (ship the fix early, for Nova)`. */
export const exceptionNamed = (exception: Pick<Exception, 'number' | 'kind' | 'distributor'>, list: List): string =>
  `exception ${exception.number} (${exceptionTitles[exception.kind]}, for ${forWhom(exception, list)})`;

export const readExceptions = (codename: string, label = 'Show exceptions'): Action => ({ label, words: `exceptions ${codename}` });
export const readException = (number: number, codename: string): Action => ({
  ...readExceptions(codename, `Read exception ${number}`),
  style: 'primary',
});
export const askException = (codename: string): Action => ({ label: 'Ask for an exception…', words: `exception ask ${codename}` });
export const answerException = (number: number, codename: string): Action[] => [
  { label: `Approve exception ${number}`, words: `exception approve ${codename} ${number}`, style: 'primary' },
  { label: `Reject exception ${number}…`, words: `exception reject ${codename} ${number}` },
];
export const withdrawException = (number: number, codename: string): Action => ({
  label: `Withdraw exception ${number}`,
  words: `exception withdraw ${codename} ${number}`,
});
export const endException = (number: number, codename: string): Action => ({
  ...{ label: `End exception ${number}…`, words: `exception end ${codename} ${number}`, style: 'danger' },
});
