package dev.kvlb.spi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Keys that meet in one segment of a hash table store; it knows of a store what only its package does. */
public final class CollidingKeys {
    private static final long SEED = 1;
    private static final int HASHED = 1 << 18;
    private static final List<String> KEYS = new ArrayList<>();

    static {
        SipHash hash = SipHash.seeded(SEED);
        Map<Integer, String> keyOfHash = new HashMap<>();
        int hashOfPair = 0;
        for (int i = 0; i < HASHED; i++) {
            String key = "key-" + i;
            int hashOfKey = (int) hash.hash(key.getBytes(US_ASCII), 0, key.length());
            String other = keyOfHash.putIfAbsent(hashOfKey, key);
            if (other != null && KEYS.isEmpty()) {
                KEYS.add(key);
                hashOfPair = hashOfKey;
            }
        }
        assertThat(KEYS).as("a key whose hash is that of another").hasSize(1);

        // Some 64 slots, to which a segment grows with all of them: the home of the pair, and around the end.
        KEYS.add(keyOfHash.remove(hashOfPair));
        int segment = hashOfPair & 0xff;
        for (int home : new TreeSet<>(List.of(hashOfPair >>> 26, 62, 63, 0, 1))) {
            keyOfHash.entrySet().stream()
                    .filter(each -> (each.getKey() & 0xff) == segment && each.getKey() >>> 26 == home)
                    .limit(6)
                    .forEach(each -> KEYS.add(each.getValue()));
        }
    }

    private CollidingKeys() {}

    /** Returns the keys, of which two have the same hash. */
    public static List<String> keys() {
        return List.copyOf(KEYS);
    }

    /** Returns an empty store in which they meet. */
    public static KeyValueStore store() {
        return store(SEED);
    }

    /** Returns an empty store whose hash function is that of the seed. */
    public static KeyValueStore store(long seed) {
        return new HashTableStore(seed);
    }
}
