package dev.kvlb.examples.flags;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.examples.Processes;
import dev.kvlb.examples.TestCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureFlagsIT {
    private final List<Process> shops = new ArrayList<>();

    @AfterEach
    void endWhatStillRuns() {
        shops.forEach(Process::destroyForcibly);
    }

    @Test
    void everyProcessSeesAFlagAsSoonAsItIsTurned() throws Exception {
        try (TestCluster cluster = new TestCluster(2)) {
            openShops(3, cluster.port());

            assertThat(order("tea")).containsExactly("tea: old checkout", "tea: old checkout", "tea: old checkout");
            assertThat(turn("on", cluster.port())).isEqualTo("new-checkout is on\n");
            assertThat(order("milk")).containsExactly("milk: new checkout", "milk: new checkout", "milk: new checkout");
            assertThat(turn("off", cluster.port())).isEqualTo("new-checkout is off\n");
            assertThat(order("jam")).containsExactly("jam: old checkout", "jam: old checkout", "jam: old checkout");
        }
    }

    @Test
    void aProcessGoesOnWithoutTheFlagWhereTheClusterIsGone() throws Exception {
        try (TestCluster cluster = new TestCluster(1)) {
            openShops(1, cluster.port());
            turn("on", cluster.port());
            // On a busy machine a shop that opens may take longer to connect than it lets anybody wait.
            while (order("tea").equals(List.of("tea: old checkout"))) {
                assertThat(shops).allMatch(Process::isAlive);
            }
            assertThat(order("coffee")).containsExactly("coffee: new checkout");
        }

        assertThat(order("milk")).containsExactly("milk: old checkout");
        assertThat(Processes.outputOf(shops.get(0))).isEmpty();
    }

    private void openShops(int number, int port) throws IOException {
        for (int i = 0; i < number; i++) {
            shops.add(Processes.java(Shop.class, "127.0.0.1", Integer.toString(port)));
        }
    }

    /** Orders this in every shop, and returns what they say. */
    private List<String> order(String what) throws IOException {
        for (Process shop : shops) {
            shop.getOutputStream().write((what + "\n").getBytes(UTF_8));
            shop.getOutputStream().flush();
        }
        List<String> said = new ArrayList<>();
        for (Process shop : shops) {
            said.add(shop.inputReader(UTF_8).readLine());
        }
        return said;
    }

    private static String turn(String state, int port) throws Exception {
        return Processes.outputOf(Processes.java(Turn.class, Shop.FLAG, state, "127.0.0.1", Integer.toString(port)));
    }
}
