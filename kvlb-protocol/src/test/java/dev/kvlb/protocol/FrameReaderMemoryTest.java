package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a peer can make a reader hold: no more than it sent, and nothing once its frames are read. */
class FrameReaderMemoryTest {
    private static final int READERS = 1_000;
    private static final byte[] HOSTILE_HEADER = {1, (byte) 0xff, (byte) 0xff};

    /** Keeps the readers alive while what they hold is measured. */
    private final List<FrameReader> readers = new ArrayList<>();

    @Nested
    class AHeaderThatAnnounces65535Bytes {
        @Test
        void costsNoMoreThanAnyOtherHeader() throws IOException {
            feedHeaders(); // What is allocated once, such as classes, is not what is measured.
            long before = allocatedBytes();

            feedHeaders();

            long each = (allocatedBytes() - before) / READERS;
            assertThat(each).isBetween(64L, 2_000L);
            assertThat(readers)
                    .allSatisfy(reader -> assertThat(reader.bufferedBytes()).isEqualTo(3));
        }

        @Test
        void costsWhatFollowsItAndNotWhatItAnnounced() throws IOException {
            feedHeaders();
            byte[] some = new byte[1_000];
            long before = allocatedBytes();

            for (FrameReader reader : readers) {
                reader.read(some, 0, some.length, MustNotCome.SINK);
            }

            assertThat((allocatedBytes() - before) / READERS).isBetween(1_003L, 3_000L);
            assertThat(readers.get(0).bufferedBytes()).isEqualTo(1_003);
        }

        private void feedHeaders() throws IOException {
            for (int i = 0; i < READERS; i++) {
                FrameReader reader = new FrameReader();
                for (int at = 0; at < 3; at++) {
                    reader.read(HOSTILE_HEADER, at, 1, MustNotCome.SINK);
                }
                readers.add(reader);
            }
        }
    }

    @Nested
    class AReaderThatHasReadALargeFrame {
        @Test
        void holdsNoMemoryOfIt() throws IOException {
            long before = usedBytes();

            for (int i = 0; i < READERS; i++) {
                // Each its own array, so that a reader that held on to the piece would show too.
                byte[] frame = FrameCodec.encode(new Message.Get(Key.of(new byte[65_000])));
                FrameReader reader = new FrameReader();
                reader.read(frame, 0, 30_000, MustNotCome.SINK);
                List<Integer> seen = new ArrayList<>();
                reader.read(
                        frame,
                        30_000,
                        frame.length - 30_000,
                        view -> seen.add(view.key().length()));
                assertThat(seen).containsExactly(65_000);
                readers.add(reader);
            }

            assertThat(usedBytes() - before).isLessThan(READERS * 8_000L);
        }
    }

    /** Fails when a frame comes. */
    private static final class MustNotCome {
        static final FrameSink SINK = frame -> {
            throw new AssertionError("no frame is whole: " + frame);
        };
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
