package dev.kvlb.internal.balancer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A hash of the bytes of a key, eight of them at a step: multiply by an odd constant and fold the upper half, in which
 * the product is mixed best, into the lower (Knuth, The Art of Computer Programming 3, 6.4, multiplicative hashing).
 *
 * <p>Who chooses keys can make them collide. Its tables hold no more than the requests that are under way, so that this
 * costs what the request queue bounds; the store, which holds all keys, has a hash with a secret.
 */
final class KeyHash {
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private KeyHash() {}

    static int of(byte[] bytes, int from, int length) {
        long hash = length;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = step(hash, (long) U64.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | (bytes[at] & 0xff);
        }
        return (int) step(hash, rest);
    }

    private static long step(long hash, long word) {
        long product = (hash ^ word) * FACTOR;
        return product ^ product >>> 32;
    }
}
