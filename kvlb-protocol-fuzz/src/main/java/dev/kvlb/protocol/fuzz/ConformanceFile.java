package dev.kvlb.protocol.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A file of golden frames: the base protocol's, which other implementations share, or the extensions'. */
final class ConformanceFile {
    static final ConformanceFile BASE = new ConformanceFile("frames.json");
    static final ConformanceFile EXTENSIONS = new ConformanceFile("extension-frames.json");
    static final List<ConformanceFile> ALL = List.of(BASE, EXTENSIONS);

    private final JsonNode root;

    private ConformanceFile(String name) {
        root = read(name);
    }

    /** Reads a file that lies beside this class. */
    static JsonNode read(String name) {
        try (InputStream in = ConformanceFile.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A well-formed frame and what stands in it. */
    record Valid(MessageType type, int code, String note, JsonNode fields, String hex) {
        byte[] frame() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return type + " " + note;
        }
    }

    /** The key and value of a frame that is as large as a frame can be; all its numbers are 0. */
    record Largest(MessageType type, int keyBytes, int valueBytes) {}

    /** Bytes that are no frame, or one that needs a second look: {@code expect} says which. */
    record Malformed(String note, String hex, String expect, JsonNode row) {
        byte[] frame() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return note;
        }
    }

    List<Valid> valid() {
        return rows("valid")
                .map(row -> new Valid(
                        MessageType.valueOf(row.get("type").asText()),
                        row.get("code").intValue(),
                        row.get("note").asText(),
                        row.get("fields"),
                        row.get("frame").asText()))
                .toList();
    }

    List<Largest> largest() {
        return rows("largest")
                .map(row -> new Largest(
                        MessageType.valueOf(row.get("type").asText()),
                        row.get("keyBytes").intValue(),
                        row.get("valueBytes").intValue()))
                .toList();
    }

    List<Malformed> malformed() {
        return rows("malformed")
                .map(row -> new Malformed(
                        row.get("note").asText(),
                        row.get("frame").asText(),
                        row.get("expect").asText(),
                        row))
                .toList();
    }

    Map<String, Integer> codes() {
        return numbers("types");
    }

    Map<String, Integer> errors() {
        return numbers("errors");
    }

    /** The layouts as the file states them: {@code key:s value:s}, by type. */
    Map<String, String> layouts() {
        Map<String, String> layouts = new LinkedHashMap<>();
        root.get("layout")
                .properties()
                .forEach(entry -> layouts.put(entry.getKey(), entry.getValue().asText()));
        return layouts;
    }

    private Map<String, Integer> numbers(String name) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        root.get(name)
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().intValue()));
        return numbers;
    }

    private Stream<JsonNode> rows(String name) {
        List<JsonNode> rows = new ArrayList<>();
        root.get(name).forEach(rows::add);
        return rows.stream();
    }
}
