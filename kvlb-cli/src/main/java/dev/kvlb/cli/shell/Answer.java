package dev.kvlb.cli.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer of a command about one thing: what it says in short, and its parts by name. For one thread. */
final class Answer {
    private final byte @Nullable [] plain;
    private final List<Part> parts = new ArrayList<>();

    /** Makes one that says in short what its parts are, with tabs between them. */
    Answer() {
        plain = null;
    }

    Answer(byte[] plain) {
        this.plain = plain;
    }

    Answer(String plain) {
        this(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a part: a {@code String}, bytes, a {@code Long}, a {@code Boolean}, or null where there is nothing. */
    Answer with(String name, @Nullable Object value) {
        parts.add(new Part(name, value));
        return this;
    }

    /** Returns what it says in short. */
    byte[] plain() {
        return plain == null ? joined().getBytes(StandardCharsets.UTF_8) : plain;
    }

    private String joined() {
        return parts.stream().map(part -> part.text(Integer.MAX_VALUE)).collect(Collectors.joining("\t"));
    }

    List<Part> parts() {
        return parts;
    }

    /** A part of an answer. */
    record Part(String name, @Nullable Object value) {
        /** Returns it as people read it. */
        String text(int charsMax) {
            if (value == null) {
                return "";
            }
            return value instanceof byte[] bytes ? Shown.of(bytes, charsMax) : value.toString();
        }
    }
}
