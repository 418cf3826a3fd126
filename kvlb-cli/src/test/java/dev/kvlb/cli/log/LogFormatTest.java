package dev.kvlb.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvlb.cli.log.LogFormat.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogFormatTest {
    private static Event event(String message, Throwable failure) {
        Instant time = Instant.ofEpochSecond(1_000_000_000, 5_000_000);
        return new Event(time, LogLevel.WARN, "dev.kvlb.Worker", "kvlb-worker-7", message, failure);
    }

    @Test
    void textIsTimeLevelAndMessage() {
        assertThat(LogFormat.TEXT.line(event("it went", null))).matches("\\d\\d:\\d\\d:40\\.005 WARN it went");
    }

    @Test
    void textHasTheStackTraceOnLinesOfItsOwn() {
        assertThat(LogFormat.TEXT.line(event("it went", new IllegalStateException("why"))))
                .contains("WARN it went\njava.lang.IllegalStateException: why\n\tat dev.kvlb.cli.log");
    }

    @Test
    void jsonIsOneLineWithAllThereIs() throws Exception {
        String line = LogFormat.JSON.line(event("\"one\"\ntwo", new IllegalStateException("why")));
        JsonNode json = new ObjectMapper().readTree(line);

        assertThat(line).doesNotContain("\n");
        assertThat(json.get("time").textValue()).isEqualTo("2001-09-09T01:46:40.005Z");
        assertThat(json.get("level").textValue()).isEqualTo("warn");
        assertThat(json.get("logger").textValue()).isEqualTo("dev.kvlb.Worker");
        assertThat(json.get("thread").textValue()).isEqualTo("kvlb-worker-7");
        assertThat(json.get("message").textValue()).isEqualTo("\"one\"\ntwo");
        assertThat(json.get("stack_trace").textValue()).startsWith("java.lang.IllegalStateException: why\n\tat ");
    }

    @Test
    void jsonOfNoFailureHasNoStackTrace() throws Exception {
        assertThat(new ObjectMapper()
                        .readTree(LogFormat.JSON.line(event("m", null)))
                        .has("stack_trace"))
                .isFalse();
    }

    @Test
    void theLoggersOfTheLibraryAreThese() {
        assertThat(LoggerFactory.getLogger("dev.kvlb.Worker"))
                .isInstanceOf(StandardErrorLogger.class)
                .isSameAs(LoggerFactory.getLogger("dev.kvlb.Worker"));
    }
}
