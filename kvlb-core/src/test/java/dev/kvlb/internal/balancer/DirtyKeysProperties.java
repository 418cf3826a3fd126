package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The table of keys with writes in flight, beside a map of stacks. */
class DirtyKeysProperties {
    private final RequestTable table = new RequestTable();
    private final DirtyKeys dirty = new DirtyKeys();
    private final Map<Integer, Deque<Request>> model = new HashMap<>();
    private final List<Request> inFlight = new ArrayList<>();
    private final Map<Request, Integer> keyOf = new HashMap<>();

    private Request write(int key) throws MalformedFrameException {
        byte[] put = FrameCodec.encode(new Message.Put(Key.of("key-" + key), Value.EMPTY));
        Request request = table.take();
        request.begin(null, new Frame().wrap(put, 0, put.length), 0);
        return request;
    }

    /** An action below 0 removes one of the writes in flight; any other adds a write of that key. */
    @Property
    void theNewestWriteOfAKeyIsFoundAndThoseBeforeItBehindIt(
            @ForAll @Size(max = 300) List<@IntRange(min = -150, max = 150) Integer> actions)
            throws MalformedFrameException {
        for (int action : actions) {
            if (action >= 0) {
                add(action);
            } else if (!inFlight.isEmpty()) {
                remove(inFlight.remove(-action % inFlight.size()));
            }
        }

        assertThat(dirty.keys()).isEqualTo(model.size());
        for (int key = 0; key <= 150; key++) {
            List<Request> found = new ArrayList<>();
            for (Request each = dirty.newest(write(key)); each != null; each = each.olderOnKey) {
                found.add(each);
            }
            assertThat(found).containsExactlyElementsOf(model.getOrDefault(key, new ArrayDeque<>()));
        }
    }

    private void add(int key) throws MalformedFrameException {
        Request request = write(key);
        dirty.add(request);
        inFlight.add(request);
        keyOf.put(request, key);
        model.computeIfAbsent(key, any -> new ArrayDeque<>()).push(request);
    }

    private void remove(Request request) {
        dirty.remove(request);
        int key = keyOf.remove(request);
        Deque<Request> ofKey = model.get(key);
        ofKey.remove(request);
        if (ofKey.isEmpty()) {
            model.remove(key);
        }
    }
}
