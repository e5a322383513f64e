// A clock as the world gives it: with fractions of a millisecond, another one each time that it is read. What is given to a bot by hand is such a one.

/** No two neighbors are alike; the last is the most that a double can hold beside an instant of our time. */
const fractions = [0.4, 0.999, 0.0625, 0.72802734375, 0.99951171875];

/** The same clock with fractions of a millisecond: always within the same millisecond. */
export function ragged(read: () => number): () => number {
  let reads = 0;
  return () => {
    reads += 1;
    return read() + (fractions[reads % fractions.length] ?? 0);
  };
}
