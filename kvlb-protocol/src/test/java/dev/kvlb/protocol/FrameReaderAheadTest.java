package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.Message.Get;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sink that is shown frames before they are handed on. */
class FrameReaderAheadTest {
    private final FrameReader reader = new FrameReader();
    private final List<String> calls = new ArrayList<>();
    private int wanted = Integer.MAX_VALUE;
    private int taken = Integer.MAX_VALUE;

    private final FrameSink looking = new FrameSink() {
        @Override
        public boolean onFrame(Frame frame) {
            calls.add("on " + frame.key().toUtf8());
            return --taken > 0;
        }

        @Override
        public boolean onFrameAhead(Frame frame) {
            calls.add("ahead " + frame.key().toUtf8());
            return --wanted > 0;
        }
    };

    private static byte[] gets(int count) {
        FrameWriter out = new FrameWriter();
        for (int i = 0; i < count; i++) {
            FrameCodec.write(new Get(Key.of("k" + i)), out);
        }
        return out.toBytes();
    }

    private void read(byte[] piece) throws IOException {
        reader.read(piece, 0, piece.length, looking);
    }

    private static List<String> calls(String kind, int from, int to) {
        List<String> expected = new ArrayList<>();
        for (int i = from; i < to; i++) {
            expected.add(kind + " k" + i);
        }
        return expected;
    }

    private static List<String> concat(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    @Test
    void isShownUpTo32FramesBeforeTheFirstOfThemIsHandedOn() throws IOException {
        read(gets(40));

        assertThat(calls)
                .isEqualTo(concat(List.of(
                        calls("ahead", 0, 32), calls("on", 0, 32), calls("ahead", 32, 40), calls("on", 32, 40))));
    }

    @Test
    void isNotShownAFrameThatComesAlone() throws IOException {
        read(gets(1));

        assertThat(calls).containsExactly("on k0");
    }

    @Test
    void isNotShownAFrameOfWhichSomeIsMissing() throws IOException {
        byte[] stream = gets(3);

        reader.read(stream, 0, stream.length - 1, looking);

        assertThat(calls).containsExactly("ahead k0", "ahead k1", "on k0", "on k1");
    }

    @Test
    void isShownNoMoreOfAPieceOnceItWantsNoMore() throws IOException {
        wanted = 2;

        read(gets(40));

        assertThat(calls).isEqualTo(concat(List.of(calls("ahead", 0, 2), calls("on", 0, 40))));
    }

    @Test
    void takesWhatComesBeforeAMalformedFrameAllTheSame() {
        byte[] stream = gets(3);
        stream[stream.length - 3] = 9; // the length of the last key

        assertThatThrownBy(() -> read(stream)).isInstanceOf(MalformedFrameException.class);

        assertThat(calls).containsExactly("ahead k0", "ahead k1", "on k0", "on k1");
    }

    @Test
    void isShownFramesAgainThatItDidNotTake() throws IOException {
        taken = 1;
        read(gets(3));
        taken = Integer.MAX_VALUE;

        reader.resume(looking);

        assertThat(calls)
                .containsExactly("ahead k0", "ahead k1", "ahead k2", "on k0", "ahead k1", "ahead k2", "on k1", "on k2");
    }
}
