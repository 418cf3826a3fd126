package dev.kvlb.protocol.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What crossed the wire in one run of the reference implementation, which speaks the base protocol: two workers join, the
 * first exports to the second, and clients put and get.
 *
 * <p>It lies in {@code reference-session.json} beside this class, for programs in any language. What is returned is
 * immutable.
 */
public final class RecordedSession {
    private static final List<Frame> FRAMES = read();

    private RecordedSession() {}

    /** {@return all frames in the order in which they came} */
    public static List<Frame> frames() {
        return FRAMES;
    }

    /**
     * {@return the frames of one connection that one side sent, in their order}
     *
     * @param connection the number of the connection, 0 or greater
     * @param from who sent them: {@code client}, {@code balancer}, {@code worker}
     */
    public static List<Frame> sent(int connection, String from) {
        return FRAMES.stream()
                .filter(frame ->
                        frame.connection() == connection && frame.from().equals(from))
                .toList();
    }

    /**
     * {@return what one side said on one connection, in its order}
     *
     * @param connection the number of the connection, 0 or greater
     * @param from who said it: {@code client}, {@code balancer}, {@code worker}
     */
    public static List<Message> said(int connection, String from) {
        return sent(connection, from).stream().map(Frame::message).toList();
    }

    /**
     * One frame of the record.
     *
     * @param connection the number of the connection that it crossed, 0 or greater
     * @param from who sent it: {@code client}, {@code balancer}, {@code worker}
     * @param to who got it
     * @param type the name of its type
     * @param hex its bytes, two lower-case digits each
     */
    public record Frame(int connection, String from, String to, String type, String hex) {
        /** {@return its bytes, a fresh array} */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /** {@return what it says} */
        public Message message() {
            try {
                return FrameCodec.decode(bytes());
            } catch (MalformedFrameException e) {
                throw new AssertionError("what was recorded is well-formed", e);
            }
        }

        @Override
        public String toString() {
            return connection + " " + from + " to " + to + " " + type;
        }
    }

    private static List<Frame> read() {
        List<Frame> frames = new ArrayList<>();
        for (JsonNode row : ConformanceFile.read("reference-session.json").get("frames")) {
            frames.add(new Frame(
                    row.get("connection").intValue(),
                    row.get("from").asText(),
                    row.get("to").asText(),
                    row.get("type").asText(),
                    row.get("frame").asText()));
        }
        return List.copyOf(frames);
    }
}
