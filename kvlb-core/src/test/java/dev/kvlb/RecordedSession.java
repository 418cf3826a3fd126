package dev.kvlb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What crossed the wire in one run of the reference implementation. */
final class RecordedSession {
    /** One frame in hex, with the connection it crossed and which side sent it. */
    record Frame(int connection, String from, String type, String hex) {}

    private RecordedSession() {}

    static List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        try (InputStream in = RecordedSession.class.getResourceAsStream("/conformance/reference-session.json")) {
            for (JsonNode row :
                    new ObjectMapper().readTree(Objects.requireNonNull(in)).get("frames")) {
                frames.add(new Frame(
                        row.get("connection").asInt(),
                        row.get("from").asText(),
                        row.get("type").asText(),
                        row.get("frame").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** Returns the frames of one connection that one side sent, in their order. */
    static List<Frame> sent(int connection, String from) {
        return frames().stream()
                .filter(frame ->
                        frame.connection() == connection && frame.from().equals(from))
                .toList();
    }
}
