package dev.kvlb.examples.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.WorkerRing;
import dev.kvlb.spi.contracts.TestMember;
import dev.kvlb.spi.contracts.WorkerRingContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** It does what every ring does, and prefers those that came first. */
class StandbyRingTest extends WorkerRingContract {
    private static final Path SOURCE = Path.of("src/main/java/dev/kvlb/examples/ring/StandbyRing.java");
    private static final Path PACKAGE_PAGE = Path.of("../kvlb-core/src/main/java/dev/kvlb/spi/package-info.java");

    @Override
    protected WorkerRing ring() {
        return new StandbyRing();
    }

    @Test
    void theSecondIsAskedWhileTheFirstHasNoRoom() {
        WorkerRing ring = ring();
        List<TestMember> workers = TestMember.numbered(2);
        workers.forEach(ring::add);
        assertThat(ring.next()).isSameAs(workers.get(0));

        workers.get(0).hasRoom(false);
        assertThat(ring.next()).isSameAs(workers.get(1));

        workers.get(0).hasRoom(true);
        assertThat(ring.next()).isSameAs(workers.get(0));
    }

    @Test
    void inAClusterOneWorkerIsAskedAndBothHoldAll() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            StandbyRing.main(new String[0]);
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(UTF_8).lines())
                .containsExactly(
                        "worker 1 was sent 10 requests",
                        "worker 2 was sent 0 requests",
                        "worker 1 holds 10 keys, worker 2 10");
    }

    @Test
    void thePageOfThePackageShowsIt() throws IOException {
        String source = Files.readString(SOURCE);
        String program = source.substring(source.indexOf("import ")).replaceFirst("/\\*\\*.*\\*/", "");
        String shown = Files.readString(PACKAGE_PAGE).replace("\n *", "\n");

        assertThat(program).contains("class StandbyRing");
        assertThat(withoutBlanks(shown)).contains(withoutBlanks(program));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }
}
