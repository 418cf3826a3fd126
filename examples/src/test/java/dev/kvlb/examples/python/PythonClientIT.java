package dev.kvlb.examples.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.examples.TestCluster;
import dev.kvlb.examples.Tools;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client in {@code examples/python}, which knows of kvlb just what docs/protocol.md says. */
class PythonClientIT {
    private static final File DIRECTORY = new File("python");

    @BeforeAll
    static void needPython() {
        Tools.need("python3");
    }

    @Test
    void itsOwnTestsPass() throws Exception {
        try (TestCluster cluster = new TestCluster(2)) {
            Ran tests = python(cluster.port(), "-m", "unittest");

            assertThat(tests.status()).as(tests.said()).isZero();
            assertThat(tests.said()).containsPattern("Ran [0-9]{2} tests").endsWith("OK\n");
        }
    }

    @Test
    void itSharesKeysAndValuesWithTheClientInJava() throws Exception {
        try (TestCluster cluster = new TestCluster(2);
                Client client = cluster.connect()) {
            assertThat(command(cluster.port(), "put", "Straße", "Grüße, 世界")).isEqualTo(new Ran(0, ""));
            assertThat(client.get("Straße")).hasValue("Grüße, 世界");

            client.put("Žižkov", "věž");
            assertThat(command(cluster.port(), "get", "Žižkov")).isEqualTo(new Ran(0, "věž\n"));

            assertThat(command(cluster.port(), "delete", "Straße")).isEqualTo(new Ran(0, ""));
            assertThat(client.get("Straße")).isEmpty();
        }
    }

    @Test
    void itsCommandEndsWithTheStatusesOfKvlb() throws Exception {
        int port;
        try (TestCluster cluster = new TestCluster(1)) {
            port = cluster.port();
            assertThat(command(port, "status").said()).startsWith("serving\nworker ");
            assertThat(command(port, "get", "nothing")).isEqualTo(new Ran(1, "kvlb: not found: nothing\n"));
            assertThat(command(port, "get").status()).isEqualTo(2);
            assertThat(command(port, "put", "", "value").status()).isEqualTo(5);
        }
        assertThat(command(port, "get", "nothing").status()).isEqualTo(3);
    }

    @Test
    void whereNoWorkerIsItIsTheServerThatIsBusy() throws Exception {
        try (TestCluster cluster = new TestCluster(0)) {
            assertThat(command(cluster.port(), "put", "key", "value").status()).isEqualTo(4);
        }
    }

    private static Ran command(int port, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-m", "kvlb"));
        all.addAll(List.of(words));
        return python(port, all.toArray(String[]::new));
    }

    private static Ran python(int port, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-W", "error"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(DIRECTORY);
        builder.environment().put("KVLB_BALANCER", "127.0.0.1:" + port);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private record Ran(int status, String said) {}
}
