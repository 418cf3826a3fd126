package dev.kvlb.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"get, get, 0", "gte, get, 1", "gt, get, 1", "gett, get, 1", "got, get, 1", "'', get, 3", "ca, abc, 3"})
    void distanceCountsChanges(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
        assertThat(Nearest.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void aTypingErrorFindsItsWord() {
        List<String> words = List.of("put", "get", "help", "balancer");

        assertThat(Nearest.to("gte", words)).isEqualTo("get");
        assertThat(Nearest.to("pt", words)).isEqualTo("put");
        assertThat(Nearest.to("balancre", words)).isEqualTo("balancer");
    }

    @Test
    void whatIsFarFromAllFindsNone() {
        assertThat(Nearest.to("frobnicate", List.of("put", "get"))).isNull();
        assertThat(Nearest.to("", List.of("go"))).isNull();
    }
}
