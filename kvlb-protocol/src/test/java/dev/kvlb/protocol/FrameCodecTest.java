package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
    @Nested
    class AMessageThatNoFrameCanCarry {
        private final FrameWriter out = new FrameWriter();

        static Stream<Message> messages() {
            return Stream.of(
                    new Message.StoreRequest(-1, Key.of("k"), Value.EMPTY),
                    new Message.RetrieveRequest(1L << 32, Key.of("k")),
                    new Message.WorkerReady(1, 65_536),
                    new Message.WorkerEntry(1, "127.0.0.1", -1, false),
                    new Message.Join(1, 1, 1, 256, 1, 0),
                    new Message.Hello(-1, 1, 1, 0, 0),
                    new Message.Put(Key.of(new byte[40_000]), Value.of(new byte[30_000])),
                    new Message.Error(ErrorCode.NONE, "x".repeat(65_533)),
                    new Message.WorkerEntry(1, "x".repeat(70_000), 1, false));
        }

        @ParameterizedTest
        @MethodSource("messages")
        void isRefusedAndLeavesTheWriterAsItWas(Message message) {
            FrameCodec.write(new Message.Shutdown(), out);

            assertThatThrownBy(() -> FrameCodec.write(message, out)).isInstanceOf(IllegalArgumentException.class);

            FrameCodec.write(new Message.DataExportEnd(), out);
            assertThat(out.toBytes()).containsExactly(90, 0, 0, 19, 0, 0);
        }

        @Test
        void isMeasuredAllTheSame() {
            assertThat(FrameCodec.encodedLength(new Message.Put(Key.of(new byte[40_000]), Value.of(new byte[30_000]))))
                    .isEqualTo(3 + 2 + 40_000 + 2 + 30_000);
        }
    }

    @Nested
    class AMessageWithoutAComponent {
        @Test
        void leavesTheWriterAsItWas() {
            FrameWriter out = new FrameWriter();

            assertThatThrownBy(() -> FrameCodec.write(new Message.Put(Key.of("k"), null), out))
                    .isInstanceOf(NullPointerException.class);

            FrameCodec.write(new Message.Shutdown(), out);
            assertThat(out.toBytes()).containsExactly(90, 0, 0);
        }
    }

    @Nested
    class ADecodedMessage {
        @Test
        void keepsNothingOfTheFrame() throws IOException {
            byte[] frame = FrameCodec.encode(new Message.Put(Key.of("key"), Value.of("value")));

            Message message = FrameCodec.decode(frame);
            Arrays.fill(frame, (byte) 0);

            assertThat(message).isEqualTo(new Message.Put(Key.of("key"), Value.of("value")));
        }

        @Test
        void readsEveryFlagButZeroAsSet() throws IOException {
            byte[] frame = FrameCodec.encode(new Message.WorkerEntry(1, "a", 1, true));
            frame[frame.length - 1] = (byte) 0x80;

            assertThat(FrameCodec.decode(frame)).isEqualTo(new Message.WorkerEntry(1, "a", 1, true));
        }
    }
}
