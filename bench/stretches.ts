import type { Stretch, Verified } from './load.ts';

/**
 * A list cut into so many stretches of about the same length: connections that read it all at once, in step, would find
 * each page warm from one another. With `known`, the paths are given, so that no token needs to be read.
 */
export function stretchesOf({ paths }: Verified, count: number, known = false): Stretch[] {
  return Array.from({ length: count }, (_, n) => {
    const part = paths.slice(Math.floor((paths.length * n) / count), Math.floor((paths.length * (n + 1)) / count));
    return { first: part[0] ?? '', pages: part.length, ...(known && { paths: part }) };
  });
}
