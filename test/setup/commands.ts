// One of each command on an embargo. A new command without a sample does not compile.
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { at, dave, sha, start } from './embargo.ts';

export const samples: Readonly<Record<EmbargoCommand['type'], EmbargoCommand>> = {
  amend: { type: 'amend', orders: [{ what: 'add-vulnerabilities', ids: [['CVE-2026-1']], details: {} }] },
  admit: { type: 'admit', person: dave.person },
  acknowledge: { type: 'acknowledge' },
  decline: { type: 'decline' },
  'propose-date': { type: 'propose-date', date: { at: at('2026-03-18T14:00Z'), zone: 'UTC', anyway: false }, reason: null },
  'answer-date': { type: 'answer-date', number: null, verdict: 'accept', reason: null },
  'withdraw-date': { type: 'withdraw-date', number: null },
  'publish-patch': {
    type: 'publish-patch',
    label: 'v2',
    url: 'https://example.org',
    files: [{ name: 'a', sha256: sha('a') }],
    branches: [],
  },
  'start-review': { type: 'start-review', release: null },
  'answer-step': { type: 'answer-step', at: null, verdict: 'na', note: null, readyBy: null },
  'step-back': { type: 'step-back', review: null },
  'finish-review': { type: 'finish-review', review: null, outcome: 'not-affected', because: null },
  'report-public-state': { type: 'report-public-state', what: 'exploit', how: 'a post' },
  hold: { type: 'hold', reason: 'another bug' },
  disclose: { type: 'disclose' },
  end: { type: 'end', reason: 'public', because: null },
  reopen: { type: 'reopen', reason: 'new evidence' },
  publish: { type: 'publish', clock: 'post', link: 'https://example.org/post' },
  deployed: { type: 'deployed', at: start, distributor: 'Nova' },
  'heads-up': { type: 'heads-up', link: 'https://example.org/soon', at: null },
  snooze: { type: 'snooze', until: start + 1 },
  'bind-policy': { type: 'bind-policy', policy: 'linux-distros', since: start },
  'unbind-policy': { type: 'unbind-policy', policy: 'linux-distros', reason: 'the mail was never sent' },
  note: { type: 'note', text: 'the reporter asks for a week', source: null, saidAt: null, author: null },
  'report-leak': { type: 'report-leak', where: 'a paste', what: 'the codename' },
};
