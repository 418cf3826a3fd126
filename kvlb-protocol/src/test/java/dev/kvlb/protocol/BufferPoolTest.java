package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool();

    @Test
    void lendsPowersOfTwoFrom256BytesUp() {
        assertThat(pool.borrow(1)).hasSize(256);
        assertThat(pool.borrow(256)).hasSize(256);
        assertThat(pool.borrow(257)).hasSize(512);
        assertThat(pool.borrow(1 << 20)).hasSize(1 << 20);
    }

    @Test
    void lendsAgainWhatCameBackLast() {
        byte[] first = pool.borrow(300);
        byte[] second = pool.borrow(300);
        pool.giveBack(first);
        pool.giveBack(second);

        assertThat(pool.keptBytes()).isEqualTo(1_024);
        assertThat(pool.borrow(400)).isSameAs(second);
        assertThat(pool.borrow(400)).isSameAs(first);
        assertThat(pool.borrow(400)).isNotSameAs(first);
        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void keepsNothingOfMoreThanAMebibyte() {
        byte[] large = pool.borrow((1 << 20) + 1);
        assertThat(large).hasSize((1 << 20) + 1);

        pool.giveBack(large);

        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void keepsNoMoreThanItsLimit() {
        BufferPool small = new BufferPool(1_000);
        byte[] kept = small.borrow(512);
        byte[] tooMuch = small.borrow(512);

        small.giveBack(kept);
        small.giveBack(tooMuch);

        assertThat(small.keptBytes()).isEqualTo(512);
        assertThatThrownBy(() -> new BufferPool(-1)).hasMessageContaining("-1");
    }

    @Test
    void whatIsNeededNowTakesTheRoomOfWhatWasNeededBefore() {
        BufferPool full = new BufferPool(8_192);
        List<byte[]> before = Stream.generate(() -> full.borrow(1_024)).limit(8).toList();
        before.forEach(full::giveBack);
        assertThat(full.keptBytes()).isEqualTo(8_192);
        List<byte[]> now = Stream.generate(() -> full.borrow(2_048)).limit(2).toList();

        now.forEach(full::giveBack);

        assertThat(full.keptBytes()).isEqualTo(8_192);
        assertThat(full.borrow(2_048)).isSameAs(now.get(1));
        assertThat(full.borrow(2_048)).isSameAs(now.get(0));
    }

    @Test
    void whatNeverFitsLeavesTheOthersWhereTheyAre() {
        BufferPool small = new BufferPool(1_024);
        byte[] kept = small.borrow(1_024);
        small.giveBack(kept);

        small.giveBack(small.borrow(2_048));

        assertThat(small.borrow(1_024)).isSameAs(kept);
    }

    @Test
    void anEmptyWriterHoldsNoMemory() {
        FrameWriter out = new FrameWriter(pool);
        out.raw(new byte[1_000], 0, 1_000);
        out.take(999);
        assertThat(out.array()).hasSize(1_024);

        out.take(1);

        assertThat(out.array()).isEmpty();
        assertThat(pool.keptBytes()).isEqualTo(1_024);
    }

    @Test
    void aWriterBeginsWithTheRoomThatItNeededBefore() {
        FrameWriter out = new FrameWriter(pool);
        out.raw(new byte[5_000], 0, 5_000);
        byte[] array = out.array();
        out.take(5_000);

        out.u8(1);

        assertThat(out.array()).isSameAs(array);
    }

    @Test
    void aWriterGivesBackWhatItGrowsOutOf() {
        FrameWriter out = new FrameWriter(pool);
        out.raw(new byte[256], 0, 256);
        out.raw(new byte[256], 0, 256);

        assertThat(pool.keptBytes()).isEqualTo(256);
        assertThat(out.array()).hasSize(512);
    }

    @Test
    void aReaderHoldsMemoryOnlyWhileItKeepsBytes() throws MalformedFrameException {
        byte[] frame = FrameCodec.encode(new Message.Put(Key.of("k"), Value.of(new byte[3_000])));
        FrameReader reader = new FrameReader(pool);
        List<Message> read = new ArrayList<>();

        reader.read(frame, 0, 100, each -> read.add(FrameCodec.decode(each)));
        assertThat(pool.keptBytes()).isZero();
        reader.read(frame, 100, frame.length - 100, each -> read.add(FrameCodec.decode(each)));

        assertThat(read).containsExactly(FrameCodec.decode(frame));
        assertThat(reader.bufferedBytes()).isZero();
        assertThat(pool.keptBytes()).isEqualTo(256 + 4_096);
    }

    /** Whatever several writers do by turns, each gives back just the bytes that it was given. */
    @Test
    void writersOfOnePoolNeverShareAnArray() {
        Random random = new Random(7);
        List<FrameWriter> writers = new ArrayList<>();
        List<Deque<Byte>> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            writers.add(new FrameWriter(pool));
            expected.add(new ArrayDeque<>());
        }
        for (int step = 0; step < 5_000; step++) {
            int which = random.nextInt(writers.size());
            FrameWriter out = writers.get(which);
            Deque<Byte> bytes = expected.get(which);
            if (random.nextBoolean()) {
                byte[] more = new byte[random.nextInt(700)];
                Arrays.fill(more, (byte) step);
                out.raw(more, 0, more.length);
                for (byte each : more) {
                    bytes.add(each);
                }
            } else {
                int count = random.nextBoolean() ? out.size() : random.nextInt(out.size() + 1);
                for (int i = 0; i < count; i++) {
                    assertThat(out.array()[out.offset() + i]).isEqualTo(bytes.remove());
                }
                out.take(count);
            }
        }
    }
}
