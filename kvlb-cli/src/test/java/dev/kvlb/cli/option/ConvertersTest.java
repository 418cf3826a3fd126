package dev.kvlb.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
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
        @CsvSource({
            "0, 0",
            "65500, 65500",
            "64KiB, 65536",
            "1MiB, 1048576",
            "3GiB, 3221225472",
            "8589934592, 8589934592"
        })
        void areBytesOrBinaryUnits(String text, long bytes) {
            assertThat(converter.convert(text)).isEqualTo(bytes);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "KiB", "-1", "1kb", "1 KiB", "1.5MiB", "9999999999GiB", "1234567890123456789"})
        void areNothingElse(String text) {
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> converter.convert(text))
                    .withMessage("must be bytes, as 65500, 64KiB, 256MiB or 1GiB: \"" + text + "\"");
        }
    }
}
