package dev.kvlb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the examples, and looks at what they print. */
@Timeout(60)
class ExamplesTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path QUICK_START = Path.of("src/main/java/dev/kvlb/examples/QuickStart.java");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, UTF_8);

    private String printed() {
        return printed.toString(UTF_8);
    }

    @Test
    void theQuickStartWorks() throws Exception {
        PrintStream before = System.out;
        System.setOut(out);
        try {
            QuickStart.main(new String[0]);
        } finally {
            System.setOut(before);
        }

        assertThat(printed()).isEqualTo("1020 hectares\n");
    }

    @Test
    void theReadmeShowsTheQuickStart() throws IOException {
        List<String> lines = Files.readAllLines(QUICK_START).stream()
                .dropWhile(line -> !line.contains("README: begin"))
                .skip(1)
                .takeWhile(line -> !line.contains("README: end"))
                .toList();
        String snippet = withoutBlanks(String.join("", lines));

        assertThat(snippet).isNotEmpty();
        assertThat(withoutBlanks(Files.readString(README))).contains("```java" + snippet + "```");
    }

    /** The formatter of the sources breaks lines that are better whole in a document. */
    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void theGrowingClusterGrows() throws Exception {
        GrowingCluster.run(out);

        assertThat(printed().lines())
                .containsExactly(
                        "worker 1 is in the ring",
                        "worker 2 is in the ring",
                        "Wien, says worker 1",
                        "Wien, says worker 2",
                        "worker 1 was asked 2 times",
                        "worker 2 was asked 1 times",
                        "worker 2 is gone: Wien");
    }

    @Test
    void theAsynchronousClientStoresAndReads() throws Exception {
        try (LoadBalancer balancer = LoadBalancer.builder()
                        .clientPort(0)
                        .workerPort(0)
                        .build()
                        .start();
                Worker worker = Worker.builder()
                        .balancer("127.0.0.1", balancer.workerAddress().getPort())
                        .build()
                        .start()) {
            assertThat(worker.awaitReady(Duration.ofSeconds(10))).isTrue();

            AsyncClient.run("127.0.0.1", balancer.clientAddress().getPort(), out);
        }

        assertThat(printed()).isEqualTo("stored 1000 squares\ntheir sum is 333833500\n");
    }

    @Test
    void theAsynchronousClientSaysWhatToDoWhereNoBalancerIs() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        AsyncClient.run("127.0.0.1", port, out);

        assertThat(printed()).startsWith("nothing was done; start a balancer: ");
    }
}
