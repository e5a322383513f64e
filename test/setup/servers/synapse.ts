// The Matrix homeserver that tests run on: one that is named, since it takes a while to build (`../shared/bin/synapse up`, and .ci/run does it).

import type { TestProject } from 'vitest/node';
import { codeOf } from '../../../src/errors.ts';
import type { Prepared } from './servers.ts';

/** `secret` registers users (Synapse's `registration_shared_secret`). */
export type Homeserver = { readonly url: string; readonly secret: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** A Synapse that users can be registered on; null when there is none. */
    homeserver: Homeserver | null;
  }
}

const answerMsMax = 10_000;

/** Provides the homeserver. One that was asked for and does not answer, or has another secret, fails the run. */
export async function prepareSynapse(project: TestProject): Promise<Prepared> {
  const { MATRIX_TEST_HOMESERVER: url, MATRIX_TEST_REGISTRATION_SECRET: secret } = process.env;
  const none = { name: 'Synapse', instead: '', stop: async () => undefined } as const;
  if (!url && !secret) {
    project.provide('homeserver', null);
    return { ...none, whyNot: 'MATRIX_TEST_HOMESERVER and MATRIX_TEST_REGISTRATION_SECRET name no homeserver' };
  }
  if (!url || !secret) throw new Error('MATRIX_TEST_HOMESERVER and MATRIX_TEST_REGISTRATION_SECRET go together: one of them is missing');
  await mustAnswer(url);
  project.provide('homeserver', { url, secret });
  return { ...none, whyNot: null };
}

async function mustAnswer(url: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new Error(`The homeserver that MATRIX_TEST_HOMESERVER names does not let the tests in (${why})`);
  };
  // Only Synapse has this; what else may listen there does not.
  const answer = await fetch(new URL('/_synapse/admin/v1/register', url), { signal: AbortSignal.timeout(answerMsMax) }).catch(
    (error: unknown) => refuse(codeOf(error)),
  );
  if (!answer.ok) refuse(`http_${answer.status}`);
}
