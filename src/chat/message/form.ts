// A missing argument is asked for. One description serves a modal on Slack, questions on Matrix and prompts in the terminal.

export type FieldInput =
  | { readonly type: 'line'; readonly maxLength: number }
  | { readonly type: 'long'; readonly maxLength: number }
  /** Somebody on the same platform; the value is what the platform shows for them, or their id. */
  | { readonly type: 'person' }
  | { readonly type: 'choice'; readonly options: readonly Choice[] }
  /** One of what the database holds, and the person may know of. */
  | { readonly type: 'pick'; readonly from: PickFrom; readonly maxLength: number }
  /** An instant in words, or picked from a calendar where the platform has one. */
  | { readonly type: 'instant'; readonly maxLength: number }
  /** Yes or nothing; `box` is what a yes says. */
  | { readonly type: 'check'; readonly box: string };

/** The value of a box that is ticked. */
export const checked = 'yes';

export type Choice = { readonly value: string; readonly label: string };
/** embargo: by codename. distributor: by name. */
export type PickFrom = 'embargo' | 'distributor';

/** `name` is the argument's name; `hint` is an example or a sentence on what is wanted. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly input: FieldInput;
  /** Fields that follow one another with the same stand under this heading in a window. */
  readonly group?: string;
  /** The hint is an example that is shown with the question at once: only little can be read there. */
  readonly shows?: true;
  /** Shown only where a form is a window; or only where it is asked one question after the other. */
  readonly only?: 'window' | 'questions';
  /** Not asked where another field says one of these; a window shows it all the same. */
  readonly unless?: Unless;
  /** Asked only where another field says one of these; a window shows it all the same. */
  readonly where?: Unless;
};

/** What another field says, by its name. */
export type Unless = { readonly name: string; readonly is: readonly string[] };

/** Whether what the others say leaves something to be asked. */
export function isAsked({ unless, where }: Pick<Field, 'unless' | 'where'>, values: Readonly<Record<string, string>>): boolean {
  const says = ({ name, is }: Unless) => is.includes(values[name] ?? '');
  return (unless === undefined || !says(unless)) && (where === undefined || says(where));
}

/**
 * `words` is the command that the form completes (`create`, `date reject quiet-otter 2`). `values` are kept from an earlier try,
 * `errors` say, by field name, what was wrong with them; the name '' stands for the form as a whole. `again`: what a person types for the same form, where
 * `words` carry more.
 */
export type Form = {
  readonly title: string;
  readonly words: string;
  readonly again?: string;
  readonly submit: string;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
};
