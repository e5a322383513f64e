// Codenames say nothing. Two harmless words, unique for ever; no word hints at software, countries, people, companies or harm.

const manners =
  'amber ample azure balmy brisk calm candid civil clear copper coral cosy crisp dapper early fond gentle glad golden hardy honest humble jolly keen kind level linen lively lucid mellow merry mild modest neat noble olive opal patient placid plain plum polite prim quiet rustic sandy serene silver sleek snug sober soft solar spry stately steady sturdy sunny teal tidy tranquil upbeat velvet vivid warm wise witty woolly';
const creatures =
  'badger beaver bison bluebird bunny camel canary caribou chipmunk crane cricket curlew deer dolphin donkey dormouse duckling egret elk falcon finch gazelle gecko goose hamster hare hedgehog heron hoopoe ibis jackdaw kestrel kingfisher koala lapwing lark lemur linnet llama lynx magpie marmot marten meerkat mole moose newt nuthatch ocelot oriole osprey otter owl panda partridge pelican penguin plover puffin quail rabbit raven robin salmon sandpiper seal skylark sparrow squirrel starling stork swallow swan tapir thrush toad tortoise turtle vole wagtail walrus weasel wombat woodpecker wren yak zebra';

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
