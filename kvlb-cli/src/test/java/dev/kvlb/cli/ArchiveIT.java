package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive of classes that the launcher makes: where it is made, when it is used, and that nobody hears of it. */
class ArchiveIT {
    @TempDir
    Path directory;

    private LauncherTree launcher;
    private Path cache;

    private Path archive(Path in, Path java, int major) {
        return Path.of(in + "/kvlb" + java + launcher.jar() + "." + major);
    }

    private static Path making(Path archive) {
        return Path.of(archive + ".making");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().forever().pollInterval(Duration.ofMillis(10)).until(condition);
    }

    private static void awaitMade(Path archive) throws Exception {
        await(() -> Files.exists(archive) && Files.notExists(making(archive)));
    }

    private static FileTime inSeconds(long seconds) {
        return FileTime.from(Instant.now().plusSeconds(seconds));
    }

    /** What the launcher does, seen with a java that makes an archive of a few bytes. */
    @Nested
    class WithAJavaThatTellsItsArguments {
        private Path java;
        private Path calls;
        private Path looks;

        @BeforeEach
        void layOutATree() throws IOException {
            launcher = new LauncherTree(directory);
            cache = directory.resolve("a cache");
            LauncherTree.create(launcher.jar());
            calls = directory.resolve("calls");
            looks = directory.resolve("looks");
            launcher.tool("find", "/usr/bin/find \"$@\"", "echo looked >>'" + looks + "'");
            java("17.0.15", "");
        }

        /** Writes to the file that an option names what makes an archive, and tells each call in one line. */
        private void java(String version, String instead) throws IOException {
            java = launcher.tool(
                    "java",
                    "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"'; exit; fi",
                    "echo \"$*\" >>'" + calls + "'",
                    "case \"$*\" in",
                    "    *Rehearsal | *-Xshare:dump* | *AOTMode=create*) " + instead + " ;;",
                    "    *) echo answered; exit ;;",
                    "esac",
                    "for option; do",
                    "    case $option in",
                    "        -XX:SharedArchiveFile=* | -XX:AOTCache=*) echo archive >\"${option#*=}\" ;;",
                    "    esac",
                    "done");
        }

        /** Waits until so many commands that would have made it have looked, behind their ends, how old the making is. */
        private void awaitLooks(int count) {
            await(() -> Files.exists(looks) && Files.readAllLines(looks).size() == count);
        }

        private List<String> calls(String part) throws IOException {
            try (Stream<String> lines = Files.lines(calls, UTF_8)) {
                return lines.filter(line -> line.contains(part)).toList();
            }
        }

        private void get(Map<String, String> environment) throws Exception {
            LauncherTree.Run run = launcher.kvlb(environment, "get", "k");

            assertThat(run).isEqualTo(new LauncherTree.Run(0, List.of("answered"), List.of()));
        }

        private Map<String, String> in(Path in) {
            return Map.of("XDG_CACHE_HOME", in.toString());
        }

        private void assertNoneIsMade() throws IOException {
            assertThat(calls("Rehearsal")).isEmpty();
            assertThat(calls("Archive")).isEmpty();
        }

        @Test
        void theFirstCommandMakesItAndTheNextUsesIt() throws Exception {
            Path archive = archive(cache, java, 17);

            get(in(cache));
            awaitMade(archive);
            get(in(cache));

            assertThat(calls("-jar"))
                    .satisfiesExactly(
                            first -> assertThat(first).doesNotContain("Archive"),
                            second -> assertThat(second).contains("-XX:SharedArchiveFile=" + archive + " -jar"));
            assertThat(calls("Rehearsal")).hasSize(1);
        }

        @Test
        void from24OnItIsAnAotCache() throws Exception {
            java("25.0.1", "");
            Path archive = archive(cache, java, 25);

            get(in(cache));
            awaitMade(archive);
            get(in(cache));

            assertThat(calls("-XX:AOTCache=" + archive + " -jar")).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"jar", "java"})
        void itIsMadeAnewWhereItIsOlderThanWhatItIsFor(String changed) throws Exception {
            Path archive = archive(cache, java, 17);
            get(in(cache));
            awaitMade(archive);
            Files.setLastModifiedTime(archive, inSeconds(-60));
            if (changed.equals("jar")) {
                Files.setLastModifiedTime(launcher.jar(), inSeconds(-30));
                Path known = Path.of(launcher.root() + "/target/java" + java);
                Files.setLastModifiedTime(known, inSeconds(-90));
                Files.setLastModifiedTime(launcher.tools(), inSeconds(-90));
            } else {
                Files.setLastModifiedTime(launcher.jar(), inSeconds(-90));
                Files.setLastModifiedTime(launcher.tools(), inSeconds(30));
            }

            get(in(cache));
            await(() -> calls("Rehearsal").size() == 2);
            await(() -> Files.notExists(making(archive)));

            assertThat(calls("Archive")).allMatch(call -> call.contains("-Xshare:dump"));
        }

        @Test
        void commandsAtTheSameTimeMakeOne() throws Exception {
            Path go = directory.resolve("go");
            java("17.0.15", "until [ -e '" + go + "' ]; do sleep 0.01; done");
            List<Process> commands = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                commands.add(
                        launcher.builder(directory, List.of(launcher.launcher().toString(), "get", "k"), in(cache))
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start());
            }
            for (Process command : commands) {
                assertThat(command.waitFor()).isZero();
            }
            awaitLooks(commands.size() - 1);
            Files.createFile(go);
            awaitMade(archive(cache, java, 17));

            assertThat(calls("Rehearsal")).hasSize(1);
        }

        @Test
        void nobodyWaitsForIt() throws Exception {
            Path go = directory.resolve("go");
            java("17.0.15", "until [ -e '" + go + "' ]; do sleep 0.01; done");
            Process command = launcher.builder(
                            directory, List.of(launcher.launcher().toString(), "get", "k"), in(cache))
                    .start();

            assertThat(command.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("answered\n");
            assertThat(command.getErrorStream().readAllBytes()).isEmpty();
            assertThat(command.waitFor()).isZero();

            Files.createFile(go);
            awaitMade(archive(cache, java, 17));
        }

        @Test
        void whereItCannotBeMadeItIsTriedAgainOnlyLater() throws Exception {
            java("17.0.15", "exit 1");
            Path making = making(archive(cache, java, 17));
            get(in(cache));
            await(() -> Files.exists(making) && calls("Rehearsal").size() == 1);

            get(in(cache));
            awaitLooks(1);
            Files.setLastModifiedTime(making, inSeconds(-Duration.ofMinutes(12).toSeconds()));
            get(in(cache));
            await(() -> calls("Rehearsal").size() == 2);

            assertThat(Files.getLastModifiedTime(making))
                    .isGreaterThan(inSeconds(-Duration.ofMinutes(5).toSeconds()));
            assertThat(archive(cache, java, 17)).doesNotExist();
        }

        @Test
        void whereTheCacheCannotBeWrittenThereIsNone() throws Exception {
            // Not one of the test's: once that is deleted it could be made as a directory.
            Path file = Path.of("/dev/null");

            get(in(file));
            get(in(file.resolve("below")));

            assertNoneIsMade();
        }

        @Test
        void aRelativeCacheIsNone() throws Exception {
            get(Map.of("XDG_CACHE_HOME", "cache"));

            assertNoneIsMade();
            assertThat(directory.resolve("cache")).doesNotExist();
        }

        @Test
        void withoutXdgItIsInTheHomeDirectoryAndWithoutThatNowhere() throws Exception {
            Path home = Files.createDirectories(directory.resolve("home"));

            get(Map.of("XDG_CACHE_HOME", "", "HOME", ""));
            assertNoneIsMade();

            get(Map.of("XDG_CACHE_HOME", "", "HOME", home.toString()));
            awaitMade(archive(home.resolve(".cache"), java, 17));
        }

        @Test
        void aCacheWithAColonIsNone() throws Exception {
            get(in(directory.resolve("a:b")));

            assertNoneIsMade();
        }

        @Test
        void serversAndThoseWithOptionsOfTheirOwnDoWithout() throws Exception {
            Map<String, String> environment = new HashMap<>(in(cache));
            launcher.kvlb(environment, "worker");
            launcher.kvlb(environment, "bench");
            environment.put("KVLB_JAVA_OPTS", "-Xmx64m");
            launcher.kvlb(environment, "get", "k");

            assertNoneIsMade();
            assertThat(cache).doesNotExist();
        }
    }

    /** What the JVM makes of it. */
    @Nested
    class WithTheJavaOfTheTests {
        private static final Message PUT_DONE = new Message.PutResponse(ErrorCode.NONE, Key.of("ключ"));
        private static final Message FOUND =
                new Message.GetResponse(ErrorCode.NONE, Key.of("ключ"), Value.of("grüß dich, 世界"));

        private Path java;
        private Path archive;
        private Path loaded;

        /** Copies the jar into a tree of this name, and runs commands until there is an archive. */
        private void makeOneIn(String name) throws Exception {
            launcher = new LauncherTree(directory, name);
            cache = directory.resolve("cache of " + name);
            Path lib = Files.createDirectories(launcher.jar().resolveSibling("lib"));
            Files.copy(Kvlb.JAR, launcher.jar());
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(Kvlb.JAR.resolveSibling("lib"))) {
                for (Path jar : jars) {
                    Files.copy(jar, lib.resolve(jar.getFileName()));
                }
            }
            loaded = directory.resolve("loaded.log");
            java = launcher.tool(
                    "java",
                    "for argument; do",
                    "    shift",
                    "    if [ \"$argument\" = -jar ]; then",
                    "        set -- \"$@\" '-Xlog:class+load:file=\"" + loaded + "\"'",
                    "    fi",
                    "    set -- \"$@\" \"$argument\"",
                    "done",
                    "exec '" + Kvlb.JAVA + "' \"$@\"");
            archive = archive(cache, java, Runtime.version().feature());
            assertAnswered();
            awaitMade(archive);
        }

        /** Says that a put and a get are done, whatever of them is not ASCII kept, and nothing else is said. */
        private void assertAnswered() throws Exception {
            try (FakeBalancer balancer =
                    new FakeBalancer(request -> request instanceof Message.Put ? PUT_DONE : FOUND)) {
                Map<String, String> environment =
                        Map.of("XDG_CACHE_HOME", cache.toString(), "KVLB_BALANCER", balancer.address());

                assertThat(launcher.kvlb(environment, "put", "ключ", "grüß dich, 世界"))
                        .isEqualTo(new LauncherTree.Run(0, List.of(), List.of()));
                assertThat(launcher.kvlb(environment, "get", "ключ"))
                        .isEqualTo(new LauncherTree.Run(0, List.of("grüß dich, 世界"), List.of()));
                assertThat(balancer.requests())
                        .containsExactly(
                                new Message.Put(Key.of("ключ"), Value.of("grüß dich, 世界")),
                                new Message.Get(Key.of("ключ")));
            }
        }

        /** Returns which classes of ours the last command read from a jar. */
        private List<String> readFromJars() throws IOException {
            try (Stream<String> lines = Files.lines(loaded, UTF_8)) {
                return lines.filter(line -> line.contains("dev.kvlb") && !line.contains("shared objects file"))
                        .toList();
            }
        }

        @Test
        void aPlainGetReadsNoClassFromAJar() throws Exception {
            makeOneIn("tree");
            assertThat(readFromJars()).isNotEmpty();

            assertAnswered();

            assertThat(readFromJars()).isEmpty();
        }

        /** JDK 17 finds no class in the archive of a jar whose path a URL escapes. */
        @Test
        void aPathThatAUrlEscapesIsNoHindrance() throws Exception {
            makeOneIn("a tree's \"pfäd\"");

            assertAnswered();
        }

        @Test
        void oneThatIsDamagedIsNotUsed() throws Exception {
            makeOneIn("tree");
            byte[] whole = Files.readAllBytes(archive);
            for (double part : List.of(0.0, 0.001, 0.3, 0.7, 0.999)) {
                replaceBy(Arrays.copyOf(whole, (int) (whole.length * part)));
                assertAnswered();
                assertThat(readFromJars()).isNotEmpty();
            }

            replaceBy(new byte[whole.length]);
            assertAnswered();
            assertThat(readFromJars()).isNotEmpty();
        }

        private void replaceBy(byte[] bytes) throws IOException {
            Files.delete(archive); // It may not be written to.
            Files.write(archive, bytes);
        }

        @Test
        void oneOfAnotherJarIsNotUsedThoughItLooksNewer() throws Exception {
            makeOneIn("tree");
            Files.setLastModifiedTime(
                    launcher.jar(), inSeconds(-Duration.ofDays(400).toSeconds()));

            assertAnswered();

            assertThat(readFromJars()).isNotEmpty();
        }
    }
}
