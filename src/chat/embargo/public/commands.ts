// What is typed of what goes public.
import { ask, type Command } from '../../grammar/command.ts';

export const publicCommands: readonly Command[] = [
  ask('draft', "Show the drafts of what goes public, and what they're missing.", 'draft', ['drafts']),
  ask('draft-post', 'Show the draft of the public post.', 'draft post', ['draft advisory', 'draft announcement']),
  ask('draft-notice', 'Show the notice to the list: the date, and what is allowed before it.', 'draft notice'),
  ask('draft-day-before', 'Show the notice to send the day before.', 'draft day-before', ['draft 24h', 'draft final notice']),
  ask('draft-heads-up', 'Show the public heads-up that a security release comes, which says nothing of what it fixes.', 'draft heads-up', [
    'draft headsup',
  ]),
  ask('draft-release-notes', 'Show what release notes say of it.', 'draft release-notes', ['draft release notes', 'draft changelog']),
  ask('draft-cve', 'Show the CVE records, as a CNA submits them.', 'draft cve', ['draft cves', 'draft cve json']),
  ask('draft-csaf', 'Show the CSAF 2.0 security advisory.', 'draft csaf'),
  ask('draft-osv', 'Show the OSV records.', 'draft osv'),
  ask('draft-ghsa', 'Show the fields of a GitHub security advisory.', 'draft ghsa', ['draft github']),
  ask('draft-vex', 'Show the OpenVEX document of organizations that are not affected.', 'draft vex', ['draft openvex']),
];
