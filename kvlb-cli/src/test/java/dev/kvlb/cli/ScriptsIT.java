package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts as people write them, with the launcher, strict, and without a locale. */
@Timeout(120)
class ScriptsIT {
    private static final String LAUNCHER =
            Path.of("..", "kvlb").toAbsolutePath().normalize().toString();

    /** For all runs, until the build is cleaned: what is made in it may go on behind a test. */
    private static final String CACHE =
            Path.of("target", "cache").toAbsolutePath().toString();

    @TempDir
    File directory;

    /** Runs these lines in a bash that ends at the first failure, and returns what it printed on both streams. */
    private String bash(String clients, String... lines) throws IOException, InterruptedException {
        // A command on the path, not a function: with & that would be a shell of its own, and $! its number.
        List<String> script = new ArrayList<>(List.of(
                "set -euo pipefail",
                "mkdir bin",
                "printf '#!/bin/sh\\nexec \"%s\" \"$@\"\\n' '" + LAUNCHER + "' >bin/kvlb",
                "chmod +x bin/kvlb",
                "PATH=$PWD/bin:$PATH"));
        script.addAll(List.of(lines));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", String.join("\n", script)).directory(directory);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("KVLB_")
                        || name.startsWith("LC_")
                        || name.equals("LANG")
                        || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KVLB_BALANCER", clients);
        builder.environment().put("XDG_CACHE_HOME", CACHE);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Nested
    class WithACluster {
        @Test
        void valuesComeAndGoThroughVariablesPipesAndFiles() throws Exception {
            try (Cluster cluster = new Cluster(2)) {
                String said = bash(
                        cluster.clientAddress(),
                        "kvlb put greeting 'grüß dich, 世界'",
                        "greeting=$(kvlb get greeting)",
                        "printf '<%s>\\n' \"$greeting\"",
                        "head -c 60000 /dev/urandom >random",
                        "kvlb put random - <random",
                        "kvlb get --raw random | cmp - random",
                        "printf 'no newline' | kvlb put short -",
                        "[ \"$(kvlb get --raw short | wc -c)\" -eq 10 ]",
                        "kvlb put temp -- -5 && kvlb put dash -- -",
                        "printf '%s %s\\n' \"$(kvlb get temp)\" \"$(kvlb get dash)\"",
                        "kvlb put empty ''",
                        "[ -z \"$(kvlb get empty)\" ] && echo empty",
                        "seq 1 50 | sed 's/.*/put n& &/' | kvlb shell | sort | uniq -c | tr -s ' '",
                        "kvlb get n37");

                assertThat(said).isEqualTo("<grüß dich, 世界>\n-5 -\nempty\n 50 OK\n37\n");
            }
        }

        @Test
        void theStatusSaysWhatToDoNext() throws Exception {
            try (Cluster cluster = new Cluster(1)) {
                String said = bash(
                        cluster.clientAddress(),
                        "status() { local s=0; \"$@\" >out 2>err || s=$?; printf '%s ' \"$s\"; }",
                        "status kvlb put k v",
                        "status kvlb get k",
                        "status kvlb get absent",
                        "[ ! -s out ] && [ \"$(wc -l <err)\" -eq 1 ]",
                        "status kvlb get",
                        "status kvlb get --balancer 127.0.0.1:1 k",
                        "status kvlb put '' v",
                        "status kvlb delete k",
                        "status kvlb get k",
                        "status kvlb status",
                        "status kvlb reset",
                        "if v=$(kvlb get absent 2>/dev/null); then echo there; else echo \"absent '$v'\"; fi");

                assertThat(said).isEqualTo("0 0 1 2 3 5 0 1 0 2 absent ''\n");
            }
        }
    }

    @Test
    void aClusterCanBeStartedUsedAndEnded() throws Exception {
        String said = bash(
                "",
                "trap 'kill $(jobs -p) 2>/dev/null || :' EXIT",
                "await() { until [ -s \"$1\" ]; do sleep 0.02; done; }",
                "kvlb balancer --client-port 0 --worker-port 0 >balancer.ready 2>balancer.log </dev/null &",
                "balancer=$!",
                "await balancer.ready",
                "read -r _ _ _ clients workers <balancer.ready",
                "export KVLB_BALANCER=${clients#*=} KVLB_WORKER_BALANCER=${workers#*=}",
                "kvlb worker --id 7 >worker.ready 2>worker.log </dev/null &",
                "worker=$!",
                "await worker.ready",
                "kvlb put k v",
                "kvlb get k",
                "kill $worker; wait $worker; echo \"worker $?\"",
                "kill $balancer; wait $balancer; echo \"balancer $?\"",
                "cut -d' ' -f1-4 worker.ready");

        assertThat(said).isEqualTo("v\nworker 0\nbalancer 0\nkvlb worker ready id=7\n");
    }
}
