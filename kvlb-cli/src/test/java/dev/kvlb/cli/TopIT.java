package dev.kvlb.cli;

import static dev.kvlb.cli.OneShotIT.assertUsage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The built command as a process: kvlb top. */
class TopIT {
    private static String line(String phase, String workers) {
        return "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ phase=" + phase
                + " requests_per_second=\\d+ in_flight=\\d+ queued=\\d+ dirty_keys=\\d+ clients=1 workers=" + workers
                + " p50_us=(\\d+|-) p99_us=(\\d+|-) max_us=(\\d+|-) errors_per_second=\\d+ lag=\\d+ lag_us=\\d+";
    }

    @Test
    void isALineForEachLook() {
        try (Cluster cluster = new Cluster(0)) {
            cluster.addWorker("--id", "7");

            assertThat(cluster.run("top", "--interval", "50ms", "--count", "3")
                            .isDone()
                            .out()
                            .lines())
                    .hasSize(3)
                    .allMatch(shown -> shown.matches(line("serving", "7:\\d+%")));
        }
    }

    @Test
    void tellsHowLongRequestsTookAndHowManyWereRefused() throws Exception {
        try (Cluster cluster = new Cluster(0);
                Kvlb top = Kvlb.start("top", "--interval", "50ms", "--balancer", cluster.clientAddress())) {
            top.awaitLine(line("empty", ""));
            // So many that it is one a second at least, however late the next look is.
            cluster.run("k\tv\n".repeat(500).getBytes(UTF_8), "pipe");
            top.awaitLine(".* workers= p50_us=- p99_us=- max_us=- errors_per_second=[1-9]\\d* lag=0 lag_us=0");
            cluster.addWorker("--id", "7");
            cluster.run("put", "k", "v").isDone();

            top.awaitLine(
                    ".* workers=7:\\d+% p50_us=\\d+ p99_us=\\d+ max_us=\\d+ errors_per_second=0 lag=\\d+ lag_us=\\d+");
        }
    }

    @Test
    void isAnObjectForEachLookWhereJsonIsAskedFor() {
        try (Cluster cluster = new Cluster(1)) {
            assertThat(cluster.run("top", "--json", "--interval", "50ms", "--count", "2")
                            .isDone()
                            .out()
                            .lines())
                    .hasSize(2)
                    .allMatch(shown -> shown.startsWith("{\"time\":\"")
                            && shown.contains(",\"phase\":\"serving\",")
                            && shown.contains(",\"p50_us\":null,")
                            && shown.endsWith("}]}"));
        }
    }

    @Test
    void waitsForABalancerThatGoesAwayAndEndsWithASignal() throws Exception {
        try (Cluster cluster = new Cluster(0);
                Kvlb top = Kvlb.start("top", "--interval", "50ms", "--balancer", cluster.clientAddress())) {
            top.awaitLine(line("empty", ""));
            cluster.replaceBalancer();
            cluster.addWorker("--id", "8");
            top.awaitLine(line("serving", "8:\\d+%"));
            top.signal("TERM");

            assertThat(top.end().status()).isZero();
        }
    }

    @Test
    void noBalancerAtTheBeginningIsStatus3() {
        OneShotIT.assertFailed(Kvlb.run("top", "--balancer", "127.0.0.1:1"), 3, "see that a balancer runs there");
    }

    @Test
    void badOptionsAreNamed() {
        assertUsage(Kvlb.run("top", "--interval", "1ms"), "--interval must be 50ms to 1440m: 1 ms");
        assertUsage(Kvlb.run("top", "--count", "0"), "--count must be at least 1: 0");
    }
}
