package dev.kvlb.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.kvlb.cli.soak.MemoryFootprint.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryWalkTest {
    private final List<MemoryWalk.Step> steps = new ArrayList<>();

    private long count(int step, Kind kind) {
        return steps.get(step - 1).footprint().count(kind);
    }

    @Test
    void nothingStaysBehind() {
        assertThat(new MemoryWalk(steps::add).run()).isEmpty();

        assertThat(steps.stream().map(step -> step.number() + " " + step.name()))
                .containsExactly(
                        "1 before start",
                        "2 started",
                        "3 2 workers connected",
                        "4 3 clients under stress",
                        "5 clients gone",
                        "6 all stopped");
        assertThat(count(3, Kind.WORKERS)).isEqualTo(count(1, Kind.WORKERS) + 2);
        assertThat(count(4, Kind.SESSIONS)).isGreaterThanOrEqualTo(count(3, Kind.SESSIONS) + 3);
        assertThat(count(4, Kind.BUFFERS)).isGreaterThan(count(3, Kind.BUFFERS));
        assertThat(count(4, Kind.REQUESTS)).isPositive();
        assertThat(count(5, Kind.SESSIONS)).isLessThanOrEqualTo(count(3, Kind.SESSIONS));
        assertThat(count(5, Kind.BUFFERS)).isLessThanOrEqualTo(count(3, Kind.BUFFERS));
        for (Kind kind : Kind.values()) {
            assertThat(count(6, kind)).as("%s", kind).isLessThanOrEqualTo(count(1, kind));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theClassesThatAreCountedExist(Kind kind) {
        for (String name : kind.classNames()) {
            assertThatNoException().isThrownBy(() -> Class.forName(name));
        }
    }

    @Test
    void aFootprintSeesWhatTheProcessHolds() {
        MemoryFootprint now = MemoryFootprint.measure();

        assertThat(now.heapBytes()).isPositive();
        assertThat(now.threads()).isPositive();
        assertThat(now.descriptors()).isNotZero();
        assertThat(now.directBytes()).isNotNegative();
    }
}
