package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import dev.kvlb.cli.bench.Protocol;
import dev.kvlb.cli.bench.Target;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
    @Nested
    class Durations {
        private final DurationConverter converter = new DurationConverter();

        @ParameterizedTest
        @CsvSource({"500ms, PT0.5S", "3s, PT3S", "2m, PT2M", "0s, PT0S"})
        void areANumberAndAUnit(String text, Duration duration) {
            assertThat(converter.convert(text)).isEqualTo(duration);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "3", "s", "-3s", "3 s", "3h", "1.5s", "9999999999s"})
        void areNothingElse(String text) {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert(text))
                    .withMessage("must be a number with its unit, as 500ms, 3s or 2m: \"" + text + "\"");
        }
    }

    @Nested
    class Sizes {
        private final SizeConverter converter = new SizeConverter();

        @ParameterizedTest
        @CsvSource({"0, 0", "65500, 65500", "64KiB, 65536", "1MiB, 1048576", "3GiB, 3221225472"})
        void areBytesOrBinaryUnits(String text, long bytes) {
            assertThat(converter.convert(text)).isEqualTo(bytes);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "KiB", "-1", "1kb", "1 KiB", "1.5MiB", "9999999999"})
        void areNothingElse(String text) {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert(text))
                    .withMessage("must be bytes, as 65500, 64KiB, 256MiB or 1GiB: \"" + text + "\"");
        }
    }

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

    @Nested
    class Choices {
        private final ChoiceConverter<BalancerLimits.Ring> converter = new BalancerLimits.RingConverter();

        @Test
        void areWordsWithDashes() {
            assertThat(converter.convert("power-of-two-choices")).isEqualTo(BalancerLimits.Ring.POWER_OF_TWO_CHOICES);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "ROUND_ROBIN", "round robin", "random"})
        void areNothingElse(String text) {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert(text))
                    .withMessage("must be one of round-robin, least-in-flight, power-of-two-choices: \"" + text + "\"");
        }
    }
}
