package dev.kvlb.cli.log;

import dev.kvlb.cli.json.JsonWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a line of the log is written. */
public enum LogFormat {
    /** The local time, the level and the message, for people; a stack trace is on lines of its own. */
    TEXT {
        @Override
        String line(Event event) {
            String time = TIME.format(event.time().atZone(ZoneId.systemDefault()));
            String line = time + " " + event.level() + " " + event.message();
            return event.failure() == null ? line : line + "\n" + stackTrace(event.failure());
        }
    },
    /** An object of JSON with time (UTC), level, logger, thread, message and, of a failure, stack_trace. */
    JSON {
        @Override
        String line(Event event) {
            JsonWriter json = new JsonWriter()
                    .object()
                    .member("time", event.time().toString())
                    .member("level", event.level().name().toLowerCase(Locale.ROOT))
                    .member("logger", event.logger())
                    .member("thread", event.thread())
                    .member("message", event.message());
            if (event.failure() != null) {
                json.member("stack_trace", stackTrace(event.failure()));
            }
            return json.end().toString();
        }
    };

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    /** Returns an event as it is logged, without the newline at its end. */
    abstract String line(Event event);

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString().stripTrailing();
    }

    /** What has happened. */
    record Event(
            Instant time,
            LogLevel level,
            String logger,
            String thread,
            String message,
            @Nullable Throwable failure) {}
}
