// Votes as they are sealed: each as long as any other, so that the length of what is sealed tells nothing of them.
import { type Ballot, type Choice, choices, type Membership } from '../domain/list/membership/membership.ts';
import { eachOf } from '../domain/values/records.ts';

const longest = Math.max(...choices.map((choice) => choice.length));

/** What a list's applications are, with every vote of one length. */
export function packed(membership: Membership): Membership {
  return withVotes(membership, (choice) => choice.padEnd(longest) as Choice); // read by `unpacked` alone
}

/** The other way round. */
export function unpacked(membership: Membership): Membership {
  return withVotes(membership, (choice) => choice.trimEnd() as Choice); // what `packed` made of one
}

function withVotes(membership: Membership, change: (choice: Choice) => Choice): Membership {
  const ballotOf = (ballot: Ballot): Ballot => ({ ...ballot, votes: eachOf<string, Choice>(ballot.votes, change) });
  const applications = eachOf(membership.applications, (each) =>
    each.ballot === null ? each : { ...each, ballot: ballotOf(each.ballot) },
  );
  return { ...membership, applications };
}
