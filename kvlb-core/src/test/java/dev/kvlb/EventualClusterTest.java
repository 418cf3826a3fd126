package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventualClusterTest extends ClusterContract {
    @Override
    Consistency consistency() {
        return Consistency.EVENTUAL;
    }

    @Nested
    class BesideBaseProtocolWorkers {
        @Test
        void theNewcomerGetsAnExportInBaseFramesAndEveryWrite() throws Exception {
            join();
            try (Client client = client();
                    var peerPort = RawConnection.listen();
                    RawConnection base = RawConnection.to(balancer.workerAddress())) {
                client.put("before", "1");
                base.send("14000600000007" + String.format("%04x", peerPort.getLocalPort()));
                try (RawConnection peer = RawConnection.accept(peerPort)) {
                    assertThat(peer.receive()).as("DATA_EXPORT_START 1").isEqualTo("11000400000001");
                    assertThat(peer.receive()).as("DATA_ENTRY").isEqualTo("12000b" + field("before") + field("1"));
                    assertThat(peer.receive()).as("DATA_EXPORT_END").isEqualTo("130000");

                    // One of two puts goes to the base worker, which is silent; the other one to ours, which tells it.
                    CompletableFuture<Written> one = client.putAsync("after", "2");
                    CompletableFuture<Written> two = client.putAsync("after", "2");
                    assertThat(peer.receive()).as("PEER_NOTIFY").isEqualTo("1e000a" + field("after") + field("2"));
                    CompletableFuture.anyOf(one, two).join();
                }
            }
        }

        private String field(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return String.format("%04x", bytes.length) + HexFormat.of().formatHex(bytes);
        }
    }
}
