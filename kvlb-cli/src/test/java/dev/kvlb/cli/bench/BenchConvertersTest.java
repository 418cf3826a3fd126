package dev.kvlb.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class BenchConvertersTest {
    @Nested
    class Targets {
        private final TargetConverter converter = new TargetConverter();

        @ParameterizedTest
        @CsvSource({
            "kvlb://localhost:5059, KVLB, localhost, 5059",
            "redis://127.0.0.1:6379, REDIS, 127.0.0.1, 6379",
            "memcached://[::1]:11211, MEMCACHED, ::1, 11211"
        })
        void areASchemeAHostAndAPort(String text, Protocol protocol, String host, int port) {
            assertThat(converter.convert(text)).isEqualTo(new Target(protocol, host, port));
            assertThat(converter.convert(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "localhost:5059", "http://localhost:80", "REDIS://h:1", "redis:/h:1"})
        void areOfOneOfThree(String text) {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert(text))
                    .withMessage("must be one of kvlb://HOST:PORT, redis://HOST:PORT, memcached://HOST:PORT: \"" + text
                            + "\"");
        }

        @Test
        void needAPort() {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert("redis://localhost"))
                    .withMessageContaining("the port is missing: \"localhost\"");
        }
    }

    @Nested
    class SizesOfValues {
        private final ValueSizesConverter converter = new ValueSizesConverter();

        @ParameterizedTest
        @CsvSource({"8, 8, 8", "64, 64, 64", "16..1KiB, 16, 1024", "65484, 65484, 65484"})
        void areASizeOrARange(String text, int min, int max) {
            assertThat(converter.convert(text)).isEqualTo(new ValueSizes(min, max));
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "65485", "1GiB", "16..", "..16", "32..16", "16...32", "-8"})
        void areNothingElse(String text) {
            assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> converter.convert(text));
        }

        @Test
        void anErrorNamesWhatWasGiven() {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert("4..8"))
                    .withMessage("value-size must be SIZE or FROM..TO within 8..65484: 4..8");
        }
    }
}
