package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.BufferPool;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteListTest {
    private final WriteList list = new WriteList();
    private Write one;
    private Write two;
    private Write three;

    private static Write write(long version) throws MalformedFrameException {
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.VERSIONED_DELETE)
                .u32(version)
                .u64(version)
                .bytes(new byte[1], 0, 1)
                .end();
        return new Write(new Frame().wrap(out.toBytes(), 0, out.size()), new BufferPool());
    }

    @BeforeEach
    void fill() throws MalformedFrameException {
        one = write(1);
        two = write(2);
        three = write(3);
        list.add(one);
        list.add(two);
        list.add(three);
    }

    private List<Write> all() {
        List<Write> all = new ArrayList<>();
        for (Write each = list.first(); each != null; each = each.next) {
            all.add(each);
        }
        assertThat(list.size()).isEqualTo(all.size());
        return all;
    }

    @Test
    void writesStandInTheOrderInWhichTheyWereAdded() {
        assertThat(all()).containsExactly(one, two, three);
    }

    @Test
    void anyWriteCanBeRemoved() {
        assertThat(list.remove(two)).isTrue();
        assertThat(all()).containsExactly(one, three);
        assertThat(list.remove(three)).isTrue();
        assertThat(all()).containsExactly(one);
        assertThat(list.remove(one)).isTrue();
        assertThat(all()).isEmpty();
    }

    @Test
    void writeThatIsNotThereIsNotRemoved() {
        list.remove(one);
        assertThat(list.remove(one)).isFalse();
        assertThat(all()).containsExactly(two, three);
    }

    @Test
    void writesCanBeAddedBehindOnesThatWereRemoved() {
        list.remove(three);
        list.remove(one);
        list.add(three);
        list.add(one);
        assertThat(all()).containsExactly(two, three, one);
    }

    @Test
    void clearedListHoldsNothing() {
        list.clear();
        assertThat(all()).isEmpty();
        assertThat(list.remove(two)).isFalse();
        list.add(two);
        assertThat(all()).containsExactly(two);
    }
}
