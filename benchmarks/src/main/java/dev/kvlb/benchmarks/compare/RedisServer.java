package dev.kvlb.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/** A single redis-server of this machine, in memory alone. */
final class RedisServer {
    private RedisServer() {}

    /** Starts one, and returns its port. */
    static int start(Processes processes) throws IOException {
        int port = Processes.freePort();
        processes.start(
                "redis",
                "Ready to accept connections",
                List.of(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--save",
                        "",
                        "--appendonly",
                        "no"));
        return port;
    }
}
