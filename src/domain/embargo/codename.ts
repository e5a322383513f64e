// Codenames say nothing. Two harmless words, unique for ever; no word hints at software, countries, people, companies or harm.

const manners =
  'amber ample azure balmy brisk calm candid civil cheery copper coral cosy crisp dainty early fond gentle glad golden hearty honest humble jolly keen kind level linen lively loyal mellow merry mild modest neat nimble olive opal patient placid plain plum polite prim quiet rustic sandy serene silver sleek snug sober soft solar spry stately steady sturdy sunny teal tidy tranquil upbeat velvet valiant warm wise witty woolly';
const creatures =
  'badger beaver bison bluebird bunny capybara canary caribou chipmunk crane cricket curlew deer dunlin donkey dormouse duckling egret elk fieldfare finch gazelle gannet goose hamster hare hedgehog heron hoopoe ibis jackdaw kakapo kingfisher koala lapwing lark lemur linnet leveret limpkin magpie marmot marten meerkat mole moorhen newt nuthatch ocelot oriole osprey otter owl panda partridge pelican pipit plover puffin quail rabbit raven robin salmon sandpiper seal skylark sparrow spoonbill starling stork swallow siskin tapir thrush toad tortoise turtle vole wagtail walrus weasel wombat woodpecker wren yak zebu';

const first = manners.split(' ');
const second = creatures.split(' ');

/** How many codenames there are. */
export const codenameCount = first.length * second.length;

/** The codename that a number from 0 (included) to 1 (excluded) stands for. */
export function codenameAt(random: number): string {
  const index = Math.floor(random * codenameCount);
  return `${first[Math.floor(index / second.length)]}-${second[index % second.length]}`;
}

/** Whether a text has the form of a codename of this vocabulary. */
export function isCodename(text: string): boolean {
  const [manner, creature, ...rest] = text.split('-');
  return rest.length === 0 && first.includes(manner ?? '') && second.includes(creature ?? '');
}
