package dev.kvlb.cli.shell;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that were used lately, as far as they are text. For one thread. */
final class RecentKeys {
    private static final int COUNT_MAX = 200;
    private static final int BYTES_MAX = 200;

    private final Set<String> keys = new LinkedHashSet<>();

    void add(byte[] key) {
        if (key.length > BYTES_MAX) {
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            keys.remove(text);
            keys.add(text);
        } catch (CharacterCodingException e) {
            return;
        }
        if (keys.size() > COUNT_MAX) {
            keys.remove(keys.iterator().next());
        }
    }

    /** Returns them, the latest first. */
    List<String> all() {
        List<String> latestFirst = new ArrayList<>(keys);
        Collections.reverse(latestFirst);
        return latestFirst;
    }
}
