// The buttons behind something that is owed do it.
import { expect, test } from 'vitest';
import { todoActions } from '../../../src/chat/message/view.ts';
import type { Todo } from '../../../src/domain/embargo/todos.ts';
import { ada } from '../../setup/embargo.ts';

test.each<[Extract<Todo, { type: 'fix-finding' }>['by'], string, string]>([
  [2, 'Patch v2 fixes finding 1', 'finding fixed calm-otter 1 patch=2'],
  ['publish', 'Publish a patch that fixes finding 1…', 'patch publish calm-otter fixes=1'],
  [null, "Finding 1 isn't an issue…", 'finding dismiss calm-otter 1'],
])('a finding that is to be fixed, by %s', (by, label, words) => {
  const actions = todoActions({ type: 'fix-finding', person: ada.person, finding: 1, kind: 'new-bug', by, due: null }, 'calm-otter');
  expect(actions[0]).toMatchObject({ label, words });
  expect(actions.map((action) => action.label)).toContain("Finding 1 isn't an issue…");
});
