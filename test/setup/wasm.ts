// PGlite and the encryption of Matrix are WebAssembly. V8 compiles it twice: quickly at first, and thoroughly what turns out to run often. The second takes
// more of a processor than it gives back in a process that asks its database less than some ten thousand questions.

/** For processes that a test starts, and those that run one file. */
export const wasmFlags: readonly string[] = ['--liftoff-only'];
