package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.WorkerRing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Drives a ring by random numbers: adds, removes, fills and empties workers; between that, {@code check} calls next. */
final class RingScript {
    private final WorkerRing ring;
    private final BiConsumer<WorkerRing, Set<TestMember>> check;
    private final Set<TestMember> members = new LinkedHashSet<>();
    private int ids;

    RingScript(WorkerRing ring, BiConsumer<WorkerRing, Set<TestMember>> check) {
        this.ring = ring;
        this.check = check;
    }

    void run(List<Integer> steps) {
        for (int step : steps) {
            switch (step % 10) {
                case 0, 1 -> add();
                case 2 -> remove(step / 10);
                case 3 -> fill(step / 10);
                default -> check.accept(ring, members);
            }
            assertThat(ring.size()).isEqualTo(members.size());
        }
    }

    private void add() {
        TestMember member = new TestMember(ids++);
        ring.add(member);
        members.add(member);
    }

    private void remove(int number) {
        if (!members.isEmpty()) {
            TestMember member = pick(number);
            ring.remove(member);
            members.remove(member);
        }
    }

    private void fill(int number) {
        if (!members.isEmpty()) {
            TestMember member = pick(number);
            member.hasRoom(!member.hasRoom());
            member.inFlight(number % 5);
        }
    }

    private TestMember pick(int number) {
        return new ArrayList<>(members).get(number % members.size());
    }
}
