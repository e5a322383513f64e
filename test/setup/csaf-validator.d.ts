// What the tests use of @secvisogram/csaf-validator-lib, which declares no types.
type CsafTest = (document: unknown) => unknown;
declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  export const csaf_2_0: CsafTest;
  export const csaf_2_0_strict: CsafTest;
}
declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  const tests: Readonly<Record<string, CsafTest>>;
  export = tests;
}
declare module '@secvisogram/csaf-validator-lib/cwe.js' {
  export const weaknesses: readonly { readonly id: string; readonly name: string }[];
}
declare module '@secvisogram/csaf-validator-lib/validate.js' {
  const validate: (
    tests: readonly CsafTest[],
    document: unknown,
  ) => Promise<{
    readonly isValid: boolean;
    readonly tests: readonly { readonly name: string; readonly isValid: boolean; readonly errors: readonly unknown[] }[];
  }>;
  export default validate;
}
