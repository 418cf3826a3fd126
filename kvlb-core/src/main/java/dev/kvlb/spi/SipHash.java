package dev.kvlb.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * SipHash-1-3, a hash with a secret key (Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012).
 *
 * <p>Who does not know the key can't make keys that collide, and similar inputs have unrelated hashes. It costs a few
 * nanoseconds more than a multiply-and-shift hash, of which none that was looked at withstands crafted keys.
 */
final class SipHash {
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    static SipHash seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new SipHash(random.nextLong(), random.nextLong());
    }

    long hash(byte[] bytes, int offset, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int wordsEnd = offset + (length & ~7);
        // One round for each word, the last of which holds the remaining bytes and the length; then three to finish.
        int roundsLeft = (length >> 3) + 4;
        for (int at = offset; roundsLeft > 0; at += 8, roundsLeft--) {
            long word = 0;
            if (roundsLeft > 4) {
                word = (long) U64.get(bytes, at);
            } else if (roundsLeft == 4) {
                word = lastWord(bytes, wordsEnd, length);
            } else if (roundsLeft == 3) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long lastWord(byte[] bytes, int from, int length) {
        long word = (long) length << 56;
        for (int i = 0; i < (length & 7); i++) {
            word |= (bytes[from + i] & 0xffL) << (8 * i);
        }
        return word;
    }
}
