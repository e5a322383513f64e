// Codenames say nothing. Two harmless words, or more where those are used up, unique for ever; no word hints at software, countries, people, companies or harm.

const manners =
  'amber ample azure balmy brisk calm candid civil cheery copper coral cosy crisp dainty early fond gentle glad golden hearty honest humble jolly keen kind level linen lively loyal mellow merry mild modest neat nimble olive opal patient placid plain plum polite prim quiet rustic sandy serene silver sleek snug sober soft solar spry stately steady sturdy sunny teal tidy tranquil upbeat velvet valiant warm wise witty woolly';
const creatures =
  'badger beaver bison bluebird bunny capybara canary caribou chipmunk crane cricket curlew deer dunlin donkey dormouse duckling egret elk fieldfare finch gazelle gannet goose hamster hare hedgehog heron hoopoe ibis jackdaw kakapo kingfisher koala lapwing lark lemur linnet leveret limpkin magpie marmot marten meerkat mole moorhen newt nuthatch ocelot oriole osprey otter owl panda partridge pelican pipit plover puffin quail rabbit raven robin salmon sandpiper seal skylark sparrow spoonbill starling stork swallow siskin tapir thrush toad tortoise turtle vole wagtail walrus weasel wombat woodpecker wren yak zebu';

// None of them is a word of the others: of a longer codename no part is another one.
const places =
  'cornfield evening garden hedgerow hillside lakeside marsh meadow morning mountain orchard pasture pond prairie riverbank seashore seaside shore valley woodland';

const first = manners.split(' ');
/** The words that stand between the first and the last of a longer one. */
export const wordsBetween: readonly string[] = places.split(' ');
const second = creatures.split(' ');

/** The most words that stand between the first and the last. */
export const betweenMax = 2;

/** How many codenames of two words there are. */
export const codenameCount = first.length * second.length;

/** The codename that a number from 0 (included) to 1 (excluded) stands for. `longer`: so many words more than two, up to `betweenMax`. */
export function codenameAt(random: number, longer = 0): string {
  let index = Math.floor(random * codenameCount * wordsBetween.length ** longer);
  const drawn = (words: readonly string[]): string => {
    const word = words[index % words.length] ?? '';
    index = Math.floor(index / words.length);
    return word;
  };
  const last = drawn(second);
  const middle = Array.from({ length: longer }, () => drawn(wordsBetween));
  return [drawn(first), ...middle, last].join('-');
}

/** Whether a text has the form of a codename of this vocabulary. */
export function isCodename(text: string): boolean {
  const [manner = '', ...rest] = text.split('-');
  const creature = rest.pop() ?? '';
  return (
    first.includes(manner) && second.includes(creature) && rest.length <= betweenMax && rest.every((word) => wordsBetween.includes(word))
  );
}
