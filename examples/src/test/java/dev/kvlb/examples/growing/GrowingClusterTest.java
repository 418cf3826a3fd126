package dev.kvlb.examples.growing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class GrowingClusterTest {
    @Test
    void theNewWorkerAnswersWithWhatWasThereBeforeIt() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        GrowingCluster.run(new PrintStream(printed, true, UTF_8));

        assertThat(printed.toString(UTF_8).lines())
                .containsExactly(
                        "worker 1 is in the ring",
                        "worker 2 is in the ring",
                        "Wien, says worker 1",
                        "Wien, says worker 2",
                        "worker 1 was asked 2 times",
                        "worker 2 was asked 1 times",
                        "worker 2 is gone: Wien");
    }
}
