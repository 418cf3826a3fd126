package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinearizableClusterTest extends ClusterContract {
    @Override
    Consistency consistency() {
        return Consistency.LINEARIZABLE;
    }

    @Nested
    class BesideBaseProtocolWorkers {
        @Test
        void theNewcomerIsRefusedWithTheReason() throws Exception {
            join();
            try (RawConnection base = RawConnection.to(balancer.workerAddress())) {
                base.send("1400060000000717aa");
                assertThat(base.receive())
                        .as("ERROR PROTOCOL_ERROR")
                        .startsWith("5b")
                        .matches("5b....06.*");
                assertThat(base.isClosedByPeer()).isTrue();
            }
        }
    }

    @Nested
    class ReadsFromEveryWorker {
        @Test
        void showEveryWriteThatWasAcknowledgedBefore() throws Exception {
            join();
            join();
            join();
            try (Client writer = client();
                    Client reader = client()) {
                for (int i = 0; i < 500; i++) {
                    writer.put("k", "value " + i);
                    for (int worker = 0; worker < 3; worker++) {
                        assertThat(reader.get("k")).contains("value " + i);
                    }
                }
            }
        }
    }
}
