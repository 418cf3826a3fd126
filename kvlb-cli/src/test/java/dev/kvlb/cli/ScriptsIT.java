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
import org.junit.jupiter.api.io.TempDir;

/** Scripts as people write them, with the launcher, strict, and without a locale. */
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
        void everyByteAndEveryLengthComesBackAsItWas() throws Exception {
            try (Cluster cluster = new Cluster(2)) {
                String said = bash(
                        cluster.clientAddress(),
                        "for i in {0..255}; do printf '%b' \"\\\\x$(printf %02x \"$i\")\"; done >all",
                        "[ \"$(wc -c <all)\" -eq 256 ]",
                        "kvlb put first - <all",
                        "kvlb put second text third - <all",
                        "kvlb put --file all fourth",
                        "for key in first third fourth; do kvlb get --raw \"$key\" | cmp - all; done",
                        "kvlb get --raw first third | cmp - <(cat all all)",
                        "kvlb get --json fourth | sed 's/fourth/fifth/' | kvlb pipe --format json",
                        "kvlb get --raw fifth | cmp - all",
                        "head -c 65499 /dev/urandom >most",
                        "kvlb put -x k <most",
                        "kvlb get --raw k | cmp - most",
                        "printf x >>most",
                        "s=0; kvlb put --file most k 2>err || s=$?; echo \"$s\"",
                        "grep -q 65,500 err || grep -q 65500 err",
                        "key=$(printf 'k%.0s' {1..65500})",
                        "kvlb put \"$key\" '' && kvlb get --json \"$key\" | wc -c");

                assertThat(said.lines().toList())
                        .hasSize(3)
                        .startsWith("errors: 0, replies: 1", "5")
                        .last()
                        .asString()
                        .matches("655[0-9]{2}");
            }
        }

        @Test
        void severalKeysAndWhatIsMissingAndWhoDoesNotRead() throws Exception {
            try (Cluster cluster = new Cluster(1)) {
                String said = bash(
                        cluster.clientAddress(),
                        "status() { local s=0; \"$@\" >out 2>err || s=$?; printf '%s ' \"$s\"; }",
                        "kvlb put a 1 b 2 c 3",
                        "kvlb get a b c | head -1",
                        "kvlb get --default - a nothing c | paste -sd,",
                        "status kvlb get a nothing c; paste -sd, out; cat err",
                        "status kvlb get --quiet a nothing; wc -l <err",
                        "status kvlb exists a b; status kvlb exists a nothing; paste -sd, out",
                        "if kvlb exists -q nothing; then echo there; else echo not; fi",
                        "status kvlb get --retry 1 --balancer 127.0.0.1:1 a; wc -l <err",
                        "s=0; kvlb get a b c >/dev/full 2>err || s=$?; echo \"$s\"; wc -l <err",
                        "head -c 60000 /dev/zero | kvlb put large -",
                        "keys=$(printf 'large %.0s' {1..40})",
                        "s=0; kvlb get --raw $keys 2>err | head -c 1 | wc -c || s=$?; echo \"$s\"; cat err",
                        "kvlb delete a b nothing && status kvlb exists a b c; paste -sd, out");

                assertThat(said).isEqualTo("""
                                1
                                1,-,3
                                1 1,3
                                kvlb: not found: "nothing"
                                1 0
                                0 1 true,false
                                not
                                3 1
                                7
                                1
                                1
                                7
                                kvlb: cannot write standard output: Broken pipe
                                1 false,false,true
                                """);
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
