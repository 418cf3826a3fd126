package dev.kvlb.cli.shell;

import dev.kvlb.cli.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes answers to the console, in the format that was asked for. */
final class Answers {
    private static final int VALUE_CHARS_MAX = 1_000;
    private static final String DONE = "OK";

    private final Console console;
    private Format format;

    Answers(Console console, Format format) {
        this.console = console;
        this.format = format;
    }

    Format format() {
        return format;
    }

    void format(Format format) {
        this.format = format;
    }

    /** Writes text, whatever the format is. */
    void text(String line) {
        write(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes exactly these bytes. */
    void exactly(byte[] bytes) {
        console.write(bytes);
    }

    /** Tells of one thing that is done, where the format is JSON: what comes behind it may fail. */
    void did(Answer what) {
        if (format == Format.JSON) {
            one(what);
        }
    }

    /** Says that all is done, where the format does not tell of each thing. */
    void done() {
        if (format != Format.JSON) {
            text(DONE);
        }
    }

    /** Writes an answer that is of one thing. */
    void one(Answer answer) {
        switch (format) {
            case RAW -> write(answer.plain());
            case TABLE -> text(Shown.of(answer.plain(), VALUE_CHARS_MAX));
            case JSON -> text(json(answer));
        }
    }

    /** Writes an answer that is of several lines, or this object of JSON. */
    void lines(String lines, String json) {
        (format == Format.JSON ? json : lines).lines().forEach(this::text);
    }

    /** Writes an answer that is of several things of the same kind. */
    void all(List<Answer> answers) {
        switch (format) {
            case RAW -> answers.forEach(answer -> write(answer.plain()));
            case TABLE -> Table.of(answers).forEach(this::text);
            case JSON -> answers.forEach(answer -> text(json(answer)));
        }
    }

    private void write(byte[] bytes) {
        console.write(bytes);
        console.write(new byte[] {'\n'});
    }

    private static String json(Answer answer) {
        JsonWriter json = new JsonWriter().object();
        for (Answer.Part part : answer.parts()) {
            Object value = part.value();
            if (value == null) {
                json.none(part.name());
            } else if (value instanceof byte[] bytes) {
                json.bytes(part.name(), bytes);
            } else if (value instanceof Long number) {
                json.member(part.name(), number);
            } else if (value instanceof Boolean truth) {
                json.member(part.name(), truth);
            } else {
                json.member(part.name(), value.toString());
            }
        }
        return json.end().toString();
    }
}
