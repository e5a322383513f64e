// Architectures by the names that distributions give them: some write `arm64` for what others write as `aarch64`.

const names: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['amd64', 'x86-64', 'x64'],
  aarch64: ['arm64'],
  ppc64le: ['ppc64el', 'powerpc64le'],
  i386: [],
  i486: [],
  i586: [],
  i686: [],
  x86: [],
  arm: [],
  armel: [],
  armhf: [],
  armv7: ['armv7l', 'armv7hl'],
  loongarch64: ['loong64'],
  mips64le: ['mips64el'],
  mipsel: [],
  ppc64: ['powerpc64'],
  riscv64: ['riscv64gc'],
  s390x: [],
  sparc64: [],
};

const known = new Map(Object.entries(names).flatMap(([name, others]) => [name, ...others].map((each) => [each, name] as const)));

/** All names of architectures that are known, the longest first. */
export const architectureNames: readonly string[] = [...known.keys()].sort((a, b) => b.length - a.length);

/** One name for all names of an architecture; what is not known stands for itself. */
export const architectureOf = (typed: string): string => known.get(typed.toLowerCase()) ?? typed.toLowerCase();

/** The architectures that are named in somebody's words, known ones and those of `more`, each once. */
export function architecturesIn(text: string, more: readonly string[]): string[] {
  const also = new Set(more.map(architectureOf));
  const words = text
    .toLowerCase()
    .split(/[^\w-]+/)
    .map((word) => word.replace(/^-+|-+$/g, ''));
  return [...new Set(words.filter((word) => known.has(word) || also.has(architectureOf(word))).map(architectureOf))];
}
