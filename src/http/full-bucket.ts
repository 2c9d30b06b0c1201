import { TokenBucket } from 'limiter';

/** A bucket of tokens that is full, and gets so many of them a second. */
export function fullBucket(size: number, perSecond: number): TokenBucket {
  const bucket = new TokenBucket({ bucketSize: size, tokensPerInterval: perSecond, interval: 1_000 });
  bucket.content = size;
  return bucket;
}
