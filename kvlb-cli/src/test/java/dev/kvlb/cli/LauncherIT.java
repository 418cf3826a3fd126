package dev.kvlb.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a tree of its own, with a java and a mvn that only say how they were called. */
class LauncherIT {
    @TempDir
    Path directory;

    private LauncherTree launcher;
    private Path tree;
    private Path tools;
    private Path jar;
    private Path quickJar;
    private Path lock;

    @BeforeEach
    void layOutATree() throws IOException {
        launcher = new LauncherTree(directory);
        tree = launcher.root();
        tools = launcher.tools();
        jar = launcher.jar();
        quickJar = tree.resolve("kvlb-cli/target/quick/kvlb.jar");
        lock = tree.resolve("target/kvlb-build.lock");
        java("17.0.15");
        launcher.tool(
                "mvn",
                "echo \"$@\" >>mvn.log",
                "echo 'noise of the build'",
                "cat >mvn.stdin",
                "mkdir -p kvlb-cli/target/quick",
                "echo built >kvlb-cli/target/quick/kvlb.jar");
    }

    @Nested
    class WithAJar {
        @BeforeEach
        void packageIt() throws IOException {
            LauncherTree.create(jar);
        }

        @Test
        void runsTheJarWithTheArgumentsAsTheyAre() throws Exception {
            LauncherTree.Run run = kvlb("put", "a key", "*", "", "-5");

            assertThat(run.status()).isZero();
            assertThat(run.out()).contains("[-jar]", "[" + jar + "]", "[put]", "[a key]", "[*]", "[]", "[-5]");
            assertThat(run.err()).isEmpty();
            assertThat(builds()).isZero();
        }

        @Test
        void passesOnTheExitStatus() throws Exception {
            launcher.tool("java", "case $1 in -version) echo 'openjdk version \"17.0.1\"' ;; *) exit 6 ;; esac");

            assertThat(kvlb("get", "k").status()).isEqualTo(6);
        }

        @Test
        void handsJavaALocaleThatKeepsArguments() throws Exception {
            assertThat(kvlb("put", "ключ", "値").out()).contains("LC_ALL=C.UTF-8", "[ключ]", "[値]");
        }

        @Test
        void asksJavaForItsVersionOnlyOnce() throws Exception {
            kvlb("get", "k");
            kvlb("get", "k");

            assertThat(Files.readAllLines(tools.resolve("version-asked"))).hasSize(1);
        }

        @Test
        void asksAJavaThatWasInstalledAnewForItsVersion() throws Exception {
            kvlb("get", "k");
            java("25.0.1");
            Files.setLastModifiedTime(tools, FileTime.from(Instant.now().plusSeconds(60)));
            kvlb("get", "k");

            assertThat(tree.resolve("target/java" + tools + "/java")).content().startsWith("25 ");
        }

        @Test
        void asksTheJavaThatALinkNowLeadsTo() throws Exception {
            Path current = Files.createSymbolicLink(directory.resolve("current"), directory.resolve("tools"));
            Map<String, String> environment = Map.of("JAVA_HOME", current.toString());
            launcher.kvlb(environment, "get", "k");
            Files.delete(current);
            Path other = LauncherTree.create(directory.resolve("other/bin/java"));
            Files.writeString(other, "#!/bin/sh\necho 'openjdk version \"25\" 2025-09-16'\n");
            Files.setPosixFilePermissions(other, fromString("rwxr-xr-x"));
            Files.createSymbolicLink(current, directory.resolve("other"));
            launcher.kvlb(environment, "get", "k");

            assertThat(tree.resolve("target/java" + current + "/bin/java"))
                    .content()
                    .startsWith("25 ");
        }

        @Test
        void worksThroughAChainOfLinks() throws Exception {
            Path links = Files.createDirectories(directory.resolve("links"));
            Files.createSymbolicLink(links.resolve("first"), Path.of("../a tree's \"path\"/kvlb"));
            Files.createSymbolicLink(links.resolve("second"), links.resolve("first"));

            assertThat(launcher.run(links, List.of(links.resolve("second").toString(), "get"), Map.of())
                            .status())
                    .isZero();
            assertThat(launcher.run(links, List.of("sh", "second", "get"), Map.of())
                            .status())
                    .isZero();
        }

        @Test
        void startsOneShotCommandsFastAndServersForTheLongRun() throws Exception {
            assertThat(kvlb("get", "k").out()).contains("[-XX:TieredStopAtLevel=1]", "[-XX:+UseSerialGC]");
            assertThat(kvlb("bench").out()).contains("[-XX:+UseSerialGC]").doesNotContain("[-XX:TieredStopAtLevel=1]");
            for (String server : List.of("balancer", "worker", "demo", "soak")) {
                Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
                assertThat(kvlb(server).out())
                        .contains("[-XX:+UseG1GC]", "[-XX:G1HeapRegionSize=1m]")
                        .doesNotContain("[-XX:TieredStopAtLevel=1]", "[-XX:+UseSerialGC]");
            }
        }

        @Test
        void asksForLargePagesForAServerWhereTheSystemGivesThem() throws Exception {
            Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
            boolean given =
                    Files.isReadable(setting) && !Files.readString(setting).contains("[never]");
            String asksForThem = "[-XX:+UseTransparentHugePages]";
            assertThat(kvlb("worker").out().contains(asksForThem)).isEqualTo(given);
            assertThat(kvlb("get", "k").out()).doesNotContain(asksForThem);
        }

        @Test
        void splitsMoreOptionsAtBlanksAndLetsThemChooseTheCollector() throws Exception {
            Map<String, String> environment = Map.of("KVLB_JAVA_OPTS", "-XX:+UseParallelGC  -Dpattern=*");

            assertThat(launcher.run(tree, List.of("./kvlb", "get", "k"), environment)
                            .out())
                    .contains("[-XX:+UseParallelGC]", "[-Dpattern=*]")
                    .doesNotContain("[-XX:+UseSerialGC]");
        }

        @Test
        void prefersTheJavaOfJavaHome() throws Exception {
            Path home = directory.resolve("home");
            Path java = LauncherTree.create(home.resolve("bin/java"));
            Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"25\" 2025-09-16'\n");
            Files.setPosixFilePermissions(java, fromString("rwxr-xr-x"));

            LauncherTree.Run run = launcher.run(tree, List.of("./kvlb", "get"), Map.of("JAVA_HOME", home.toString()));

            assertThat(run.status()).isZero();
            assertThat(tree.resolve("target/java" + java)).hasContent("25 " + java.toRealPath() + "\n");
        }

        @Test
        void aJavaThatIsTooOldIsRefusedInOneLine() throws Exception {
            for (String version : List.of("11.0.2", "1.8.0_292", "16")) {
                java(version);

                assertRefused(kvlb("get", "k"), "17 or newer is needed");
            }
        }

        @Test
        void aMissingJavaIsReportedInOneLine() throws Exception {
            Files.delete(tools.resolve("java"));

            assertRefused(
                    launcher.run(tree, List.of("/bin/sh", "kvlb", "get"), Map.of("PATH", tools.toString())), "no java");
            assertRefused(launcher.run(tree, List.of("./kvlb", "get"), Map.of("JAVA_HOME", "/nowhere")), "JAVA_HOME");
        }

        @Test
        void demoBuildsWhenASourceIsNewerAndOtherCommandsDoNot() throws Exception {
            touchLater(tree.resolve("kvlb-core/src/main/New.java"));

            assertThat(kvlb("get", "k").out()).contains("[" + jar + "]");
            assertThat(builds()).isZero();
            assertThat(kvlb("demo").out()).contains("[" + quickJar + "]");
            assertThat(builds()).isOne();
        }

        @Test
        void demoBuildsWhenAPomIsNewer() throws Exception {
            touchLater(tree.resolve("pom.xml"));

            kvlb("demo");

            assertThat(builds()).isOne();
        }

        @Test
        void demoDoesNotBuildWhenNothingIsNewer() throws Exception {
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

            kvlb("demo");

            assertThat(builds()).isZero();
        }
    }

    @Nested
    class WithoutAJar {
        @Test
        void buildsOnceAndSaysSoOnStandardErrorOnly() throws Exception {
            LauncherTree.Run run = kvlb("get", "k");

            assertThat(run.status()).isZero();
            assertThat(run.out()).contains("[" + quickJar + "]").doesNotContain("noise");
            assertThat(run.err()).hasSize(1).first().asString().contains("building");
            assertThat(kvlb("get", "k").err()).isEmpty();
            assertThat(builds()).isOne();
        }

        @Test
        void leavesStandardInputToTheCommand() throws Exception {
            kvlb("put", "k", "-");

            assertThat(tree.resolve("mvn.stdin")).isEmptyFile();
        }

        @Test
        void aFailedBuildIsShownAndLeavesNoLock() throws Exception {
            launcher.tool("mvn", "echo 'what was wrong'", "exit 1");

            LauncherTree.Run run = kvlb("get", "k");

            assertThat(run.status()).isEqualTo(125);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("what was wrong");
            assertThat(lock).doesNotExist();
        }

        @Test
        void aMissingMvnIsReportedInOneLine() throws Exception {
            Files.delete(tools.resolve("mvn"));
            for (String tool : List.of("cat", "mkdir", "rm", "ln", "readlink")) {
                launcher.tool(tool, "exec /bin/" + tool + " \"$@\"");
            }

            assertRefused(
                    launcher.run(tree, List.of("/bin/sh", "kvlb", "get"), Map.of("PATH", tools.toString())),
                    "mvn is needed");
        }

        @Test
        void launchersAtTheSameTimeBuildOnce() throws Exception {
            List<Process> launchers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                launchers.add(launcher.builder(tree, List.of("./kvlb", "demo"), Map.of())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("launcher-" + i).toFile())
                        .start());
            }
            for (Process launcher : launchers) {
                assertThat(launcher.waitFor()).isZero();
            }

            assertThat(builds()).isOne();
            assertThat(lock).doesNotExist();
        }

        @Test
        void theLockOfADeadProcessIsBroken() throws Exception {
            Process dead = new ProcessBuilder("true").start();
            dead.waitFor();
            LauncherTree.create(lock.resolve(Long.toString(dead.pid())));

            assertThat(kvlb("get", "k").status()).isZero();
            assertThat(lock).doesNotExist();
        }
    }

    /** A java of some version that prints its arguments, each in brackets, and the locale. */
    private void java(String version) throws IOException {
        launcher.tool(
                "java",
                "if [ \"$1\" = -version ]; then",
                "    echo asked >>'" + tools + "/version-asked'",
                "    echo 'openjdk version \"" + version + "\" 2025-04-15' >&2",
                "    exit",
                "fi",
                "printf '[%s]\\n' \"$@\"",
                "echo \"LC_ALL=$LC_ALL\"");
    }

    private static void touchLater(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    }

    private int builds() throws IOException {
        Path log = tree.resolve("mvn.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private static void assertRefused(LauncherTree.Run run, String reason) {
        assertThat(run.status()).isEqualTo(127);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(1).first().asString().startsWith("kvlb: ").contains(reason);
    }

    private LauncherTree.Run kvlb(String... arguments) throws Exception {
        return launcher.kvlb(Map.of(), arguments);
    }
}
