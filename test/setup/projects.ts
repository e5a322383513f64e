// Which tests may share a process, told from what each file says that it uses: a new or moved file needs no entry anywhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * unit: needs no database, no server and no other process. shared: files that run one after the other in one process, so that PGlite, the bot and their
 * libraries are loaded and compiled once for many. alone: a process for each file. corpora: reads suites that stand beside the repository.
 */
export type ProjectName = 'unit' | 'shared' | 'alone' | 'corpora';

// Whatever starts, or talks to, something outside of the test's own process.
const outside =
  /\/(?:rig|live)\/|\/setup\/(?!embargo|histories|membership|said|commands|ragged)[\w-]+\.ts'|'node:(?:child_process|net|http)'|pglite'|inject\(|MATRIX_TEST_/;
// What is of a whole process, or changes what later files would find in it. On Matrix, people's clients and the bot's keys live on in a process.
const whole =
  /\/live\/|\/rig\/(?:play-matrix|matrix\/)|\/setup\/(?:child|cli|cluster)\.ts'|\/child\.ts'|'node:child_process'|vi\.(?:useFakeTimers|spyOn|resetModules)|useKeyring\(|process\.(?:env\.\w+ =|on\(|once\()/;

/** The project of a test file with this text. Pure. */
export function projectOf(path: string, text: string): ProjectName {
  if (path.includes('/corpora/')) return 'corpora';
  if (whole.test(text) || path.includes('/live/')) return 'alone';
  return outside.test(text) || path.includes('/rig/') ? 'shared' : 'unit';
}

/** The test files of each project, as paths from `root`. */
export function testFiles(root: string): Record<ProjectName, string[]> {
  const files: Record<ProjectName, string[]> = { unit: [], shared: [], alone: [], corpora: [] };
  for (const name of readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })) {
    const path = join('test', name);
    if (path.endsWith('.test.ts')) files[projectOf(path, readFileSync(join(root, path), 'utf8'))].push(path);
  }
  return files;
}
