package dev.kvlb.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvlb.cli.option.ChoiceConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RingConverterTest {
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
