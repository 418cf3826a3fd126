package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameSink;
import dev.kvlb.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** What holds for every stream of messages, in pieces of any sizes. */
class StreamProperties {
    /** A frame of a stream; {@code message} is null for one that a reader passes over. */
    record Sent(ByteSlice frame, @Nullable Message message) {}

    @Provide
    Arbitrary<List<Sent>> streams() {
        Arbitrary<Sent> known = MessageArbitraries.messages()
                .map(message -> new Sent(ByteSlice.of(FrameCodec.encode(message)), message));
        Arbitrary<Sent> unknown =
                FrameArbitraries.unknownExtensionFrames().map(frame -> new Sent(ByteSlice.of(frame), null));
        return Arbitraries.frequencyOf(Tuple.of(6, known), Tuple.of(1, unknown))
                .list()
                .ofMaxSize(12)
                .edgeCases(EdgeCases.Config::none);
    }

    @Provide
    Arbitrary<Split> splits() {
        return FrameArbitraries.splits();
    }

    @Provide
    Arbitrary<List<Boolean>> answers() {
        return Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(9).edgeCases(EdgeCases.Config::none);
    }

    @Property(tries = 2000)
    void anySplitGivesTheSameMessages(@ForAll("streams") List<Sent> stream, @ForAll("splits") Split split)
            throws IOException {
        RecordingSink sink = new RecordingSink(List.of(true));
        FrameReader reader = new FrameReader();

        for (byte[] piece : split.pieces(bytes(stream))) {
            assertThat(feed(reader, piece, sink)).isTrue();
        }

        assertThat(sink.messages()).isEqualTo(messages(stream));
        assertThat(reader.bufferedBytes()).isZero();
    }

    @Property(tries = 2000)
    void aSinkThatStopsAndIsResumedGetsTheSameMessages(
            @ForAll("streams") List<Sent> stream,
            @ForAll("splits") Split split,
            @ForAll("answers") List<Boolean> answers,
            @ForAll("answers") List<Boolean> resumesAtOnce)
            throws IOException {
        RecordingSink sink = new RecordingSink(answers);
        FrameReader reader = new FrameReader();

        List<byte[]> pieces = split.pieces(bytes(stream));
        for (int i = 0; i < pieces.size(); i++) {
            boolean open = feed(reader, pieces.get(i), sink);
            if (!open && resumesAtOnce.get(i % resumesAtOnce.size())) {
                resumeOnce(reader, sink);
            }
        }
        while (!resumeOnce(reader, sink)) {
            assertThat(sink.messages()).hasSizeLessThanOrEqualTo(stream.size());
        }

        assertThat(sink.messages()).isEqualTo(messages(stream));
        assertThat(reader.bufferedBytes()).isZero();
    }

    @Property(tries = 500)
    void aStoppedSinkGetsNoFrame(@ForAll("streams") List<Sent> stream, @ForAll("splits") Split split)
            throws IOException {
        RecordingSink sink = new RecordingSink(List.of(false));
        FrameReader reader = new FrameReader();

        int sent = 0;
        for (byte[] piece : split.pieces(bytes(stream))) {
            feed(reader, piece, sink);
            sent += piece.length;
            assertThat(sink.messages()).hasSizeLessThanOrEqualTo(1);
            assertThat(reader.bufferedBytes()).isLessThanOrEqualTo(sent);
        }
        assertThat(sink.messages()).isEqualTo(messages(stream).stream().limit(1).toList());
    }

    /** Hands on at most one frame more, since the answers may all be no. */
    private static boolean resumeOnce(FrameReader reader, RecordingSink sink) throws IOException {
        int before = sink.messages().size();
        boolean open = reader.resume(sink);
        assertThat(open || sink.messages().size() > before)
                .as("a resumed reader hands on a frame or is open")
                .isTrue();
        return open;
    }

    /** Hands in a piece that lies within other bytes, and spoils it afterwards: the reader must have copied it. */
    private static boolean feed(FrameReader reader, byte[] piece, FrameSink sink) throws IOException {
        byte[] around = new byte[piece.length + 10];
        Arrays.fill(around, (byte) 0x7f);
        System.arraycopy(piece, 0, around, 5, piece.length);
        boolean open = reader.read(around, 5, piece.length, sink);
        Arrays.fill(around, (byte) 0x7f);
        return open;
    }

    private static byte[] bytes(List<Sent> stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stream.forEach(sent -> bytes.writeBytes(sent.frame().toBytes()));
        return bytes.toByteArray();
    }

    private static List<Message> messages(List<Sent> stream) {
        return stream.stream().map(Sent::message).filter(Objects::nonNull).toList();
    }

    /** Keeps the message of each frame, and takes more or not as it is told, in turn and from the first answer again. */
    private static final class RecordingSink implements FrameSink {
        private final List<Boolean> answers;
        private final List<Message> messages = new ArrayList<>();

        RecordingSink(List<Boolean> answers) {
            this.answers = answers;
        }

        @Override
        public boolean onFrame(Frame frame) {
            messages.add(FrameCodec.decode(frame));
            return answers.get((messages.size() - 1) % answers.size());
        }

        List<Message> messages() {
            return messages;
        }
    }
}
