// What is typed of what goes public.

import type { DraftKind } from '../../../publish/drafts.ts';
import { ask, type Command } from '../../grammar/command.ts';

const draft = (kind: DraftKind, help: string, aliases: readonly string[] = []): Command =>
  ask('draft', help, `draft ${kind}`, aliases, kind);

export const publicCommands: readonly Command[] = [
  ask('draft', "Show the drafts of what goes public, and what they're missing.", 'draft', ['drafts']),
  draft('post', 'Show the draft of the public post.', ['draft advisory', 'draft announcement']),
  draft('notice', 'Show the notice to the list: the date, and what is allowed before it.'),
  draft('day-before', 'Show the notice to send the day before.', ['draft 24h', 'draft final notice']),
  draft('heads-up', 'Show the public heads-up that a security release comes, which says nothing of what it fixes.', ['draft headsup']),
  draft('release-notes', 'Show what release notes say of it.', ['draft release notes', 'draft changelog']),
  draft('cve', 'Show the CVE records, as a CNA submits them.', ['draft cves', 'draft cve json']),
  draft('csaf', 'Show the CSAF 2.0 security advisory.'),
  draft('osv', 'Show the OSV records.'),
  draft('ghsa', 'Show the fields of a GitHub security advisory.', ['draft github']),
  draft('vex', 'Show the OpenVEX document of organizations that are not affected.', ['draft openvex']),
];
