package dev.kvlb.internal.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The recorded session of the reference implementation, as messages. */
public final class ReferenceSession {
    private ReferenceSession() {}

    /** Returns what one side said on one connection, in its order. */
    public static List<Message> said(int connection, String from) {
        List<Message> said = new ArrayList<>();
        try (InputStream in = ReferenceSession.class.getResourceAsStream("/conformance/reference-session.json")) {
            for (JsonNode row : new ObjectMapper().readTree(in).get("frames")) {
                if (row.get("connection").intValue() == connection
                        && row.get("from").asText().equals(from)) {
                    said.add(FrameCodec.decode(
                            HexFormat.of().parseHex(row.get("frame").asText())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said;
    }
}
